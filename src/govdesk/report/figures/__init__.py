"""Figures: a series drawn by matplotlib, the same for screen, file and slide."""

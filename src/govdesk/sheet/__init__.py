"""Spreadsheets in and out: the only room where their file formats are known."""

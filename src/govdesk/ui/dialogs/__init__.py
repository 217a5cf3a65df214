"""Dialogs: what asks before something happens, one module each."""

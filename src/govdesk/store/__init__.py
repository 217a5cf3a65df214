"""The workspace file: one SQLite database that keeps its own history."""

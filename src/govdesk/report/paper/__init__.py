"""Reports on paper: a report as one value, what goes into it, and the writers that put it on slides, in a document, in a PDF."""

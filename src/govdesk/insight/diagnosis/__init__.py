"""The diagnosis: which of the known ways to fail a project is walking into, with the records that show it.

`facts` counts, the modules of the rules judge, `diagnosing` puts their signs together, `remedy` says what would help.
"""

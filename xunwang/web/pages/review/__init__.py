"""The review workbench."""

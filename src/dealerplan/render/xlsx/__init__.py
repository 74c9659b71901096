"""Workbooks: documents, and grids to be filled in."""

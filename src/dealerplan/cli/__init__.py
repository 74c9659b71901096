"""The command line: typer signatures with help, lazy bodies, one call into app each."""

"""Documents as text: on a terminal, in a file, in markdown."""

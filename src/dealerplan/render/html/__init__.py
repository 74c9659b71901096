"""Documents as one HTML file each."""

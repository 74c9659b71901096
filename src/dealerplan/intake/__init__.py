"""Files of actuals as dealer systems and people write them, to values with their places."""

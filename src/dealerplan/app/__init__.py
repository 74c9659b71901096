"""Use-cases, one function each: the only floor that knows plans, books and evaluation together."""

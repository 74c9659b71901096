"""The words of the contract as values: standard library only, no files, no clock, no floats."""

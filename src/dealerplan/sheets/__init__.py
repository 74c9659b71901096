"""Files of tables as dealer systems and people write them: bytes to typed cells, and words to what they say."""

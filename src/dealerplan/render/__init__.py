"""Writers of finished documents and payloads: a package for each kind of file, and what they share."""

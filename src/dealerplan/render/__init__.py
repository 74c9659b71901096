"""Writers of finished documents and payloads, one file each."""

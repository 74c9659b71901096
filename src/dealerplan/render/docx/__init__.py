"""Word documents, and the templates that users bring for them."""

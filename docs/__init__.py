"""The documents, and the scripts that make and follow them."""

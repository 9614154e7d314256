"""Both sides of a preview: whoever holds the address, and the editor who hands it out."""

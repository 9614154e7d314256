"""Search: what is indexed, what is looked for."""

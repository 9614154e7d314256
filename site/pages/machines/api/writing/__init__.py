"""Writing with tokens: only through the services, with the rights of the token's person."""

"""The catalogue: certificates as the public reads and checks them."""

"""Reading what is not public yet, under a secret address that ends by itself."""

"""What is certified: products, certificates, their events."""

"""What the public reads: Wagtail page types, notices, the catalogue, the headless API."""

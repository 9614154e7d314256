"""For machines: API, feeds, sitemap, metadata, the static copy."""

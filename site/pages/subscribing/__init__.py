"""News of the site by mail, for whoever asked for it twice and until they leave."""

"""How an act is asked of a person: what portal, desk and public site share."""

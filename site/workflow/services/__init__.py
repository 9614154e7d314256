"""Everything people do to applications and items: one verb, one transaction, one audit row."""

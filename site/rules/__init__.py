"""What the law says: pure Python; no Django, no database, no clock."""

"""Reading a district from a directory of JSON files: the good records in, the bad ones reported."""

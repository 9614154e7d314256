"""How Office calls the things in its files."""

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: ISO 29500 in its strict form calls the same things otherwise.
STRICT = tuple(
    (f"http://purl.oclc.org/ooxml/{each}/main".encode(), f"{ours[1:-1]}".encode())
    for each, ours in (("wordprocessingml", WORD), ("spreadsheetml", SHEET))
)

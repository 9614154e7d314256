"""Keeps ``pages_indexedpage``: which row of the index is which page, and when it came out.

A row of the index is as wide as the text of its page, and a page's row nearly so: of a word on
every page the newest thousand would be sought in fifty thousand of each. The narrow rows beside
them stand by date, so that the newest are simply the first. Triggers write them, as the full text
of SQLite is written: whichever road changes a page or the index, they are right. While ``migrate``
runs on SQLite the triggers are away; what is written meanwhile is made right at its end.
"""

from django.db import connections

INDEX, PAGES = "wagtailsearch_indexentry", "wagtailcore_page"
TABLES = {INDEX, PAGES, "pages_indexedpage"}
SHOWN_AT = "COALESCE({}.first_published_at, {}.go_live_at)"
ROWS = f"""
INSERT INTO pages_indexedpage (entry, page, kind, shown_at)
SELECT e.id, p.id, p.content_type_id, {SHOWN_AT.format("p", "p")}
FROM {INDEX} e JOIN {PAGES} p ON {{same}} AND p.content_type_id = e.content_type_id
"""
OLD, NEW = SHOWN_AT.format("OLD", "OLD"), SHOWN_AT.format("NEW", "NEW")
FORGET = "DELETE FROM pages_indexedpage WHERE entry = OLD.id"
DATE = f"UPDATE pages_indexedpage SET shown_at = {NEW} WHERE page = NEW.id"
#: What was written while no trigger stood: rows that are missing, of before, or of nothing.
MISSING = f"{ROWS} WHERE NOT EXISTS (SELECT 1 FROM pages_indexedpage i WHERE i.entry = e.id)"
DATES = f"""
UPDATE pages_indexedpage SET shown_at = {SHOWN_AT.format("p", "p")} FROM {PAGES} p
WHERE p.id = page AND shown_at IS DISTINCT FROM {SHOWN_AT.format("p", "p")}
"""
GONE = f"""
DELETE FROM pages_indexedpage WHERE NOT EXISTS (SELECT 1 FROM {INDEX} e WHERE e.id = entry)
"""
#: ``{name: (after what, the condition, the act)}``
TRIGGERS = {
    "pages_index_add": (f"INSERT ON {INDEX}", "TRUE", f"{ROWS} WHERE e.id = NEW.id{{lock}}"),
    "pages_index_remove": (f"DELETE ON {INDEX}", "TRUE", FORGET),
    "pages_index_date": (
        f"UPDATE OF first_published_at, go_live_at ON {PAGES}",
        f"{OLD} IS DISTINCT FROM {NEW}",
        DATE,
    ),
}
#: The key of an index row is text, and of other things it need not be a number.
SAME = {
    "sqlite": "p.id = CAST(e.object_id AS INTEGER)",
    "postgresql": "p.id = CASE WHEN e.object_id ~ '^[0-9]{1,9}$' THEN e.object_id::integer END",
}
#: Whoever changes the page's date meanwhile is waited for: their change finds no row here yet.
LOCK = {"sqlite": "", "postgresql": " FOR SHARE OF p"}
SQLITE = "CREATE TRIGGER {name} AFTER {event} WHEN {when} BEGIN {act}; END"
FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {act}; RETURN NULL; END $$
"""
POSTGRESQL = """
CREATE OR REPLACE TRIGGER {name} AFTER {event} FOR EACH ROW WHEN ({when})
EXECUTE FUNCTION {name}()
"""


def tie(sender=None, using="default", **kwargs):
    """After a migration: the triggers, and rows that are right; runs again without harm."""
    connection = connections[using]
    if not set(connection.introspection.table_names()) >= TABLES:
        return
    same = SAME[connection.vendor]
    is_sqlite = connection.vendor == "sqlite"
    untie(using=using)
    with connection.cursor() as cursor:
        for name, (event, when, act) in TRIGGERS.items():
            act = act.format(same=same, lock=LOCK[connection.vendor])
            parts = {"name": name, "event": event, "when": when, "act": act}
            if not is_sqlite:
                cursor.execute(FUNCTION.format(**parts))
            cursor.execute((SQLITE if is_sqlite else POSTGRESQL).format(**parts))
        for statement in (MISSING.format(same=same), DATES, GONE):
            cursor.execute(statement)


def untie(sender=None, using="default", **kwargs):
    """Before a migration: SQLite renames no table that a trigger of another one names."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")

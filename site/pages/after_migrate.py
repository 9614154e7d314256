"""What every ``migrate`` ends with: an index that Wagtail lacks, Chinese for its English rows."""

from django.apps import apps
from django.db import connections

# The GIN index over title and body that Wagtail's PostgreSQL search promises and never makes.
SEARCH_INDEX = (
    "CREATE INDEX IF NOT EXISTS pages_search_title_body ON wagtailsearch_indexentry"
    " USING gin ((title || body))"
)
GROUPS = {"Moderators": "页面审核（默认）", "Editors": "页面编辑（默认）"}
MODERATION = ("Moderators approval", "页面审核（默认）")
ROOT = ("Root", "根目录")


def create_search_index(sender, using, **kwargs):
    """Create the search index on PostgreSQL; runs again without harm."""
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(SEARCH_INDEX)


def name_in_chinese(sender, using, **kwargs):
    """Rename the rows that Wagtail's own migrations leave; runs again without harm."""
    was, now = ROOT
    pages = apps.get_model("wagtailcore", "Page").objects.using(using)
    pages.filter(depth=1, title=was).update(title=now, draft_title=now)
    collections = apps.get_model("wagtailcore", "Collection").objects.using(using)
    collections.filter(depth=1, name=was).update(name=now)
    groups = apps.get_model("auth", "Group").objects.using(using)
    for was, now in GROUPS.items():
        if not groups.filter(name=now).exists():
            groups.filter(name=was).update(name=now)
    was, now = MODERATION
    for model in ("Workflow", "Task"):
        rows = apps.get_model("wagtailcore", model).objects.using(using)
        rows.filter(name=was).update(name=now)

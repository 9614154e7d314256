"""What every ``migrate`` ends with: indexes that Wagtail lacks, Chinese for its English rows."""

from functools import partial

from django.apps import apps
from django.db import connections

# The GIN index over title and body that Wagtail's PostgreSQL search promises and never makes.
SEARCH_INDEX = (
    "CREATE INDEX IF NOT EXISTS pages_search_title_body ON wagtailsearch_indexentry"
    " USING gin ((title || body))"
)
#: The newest pages first (``models.document_queries.published``): of a long history, the few that
#: are shown are read, not all. SQLite loses it where a migration makes the table anew.
NEWEST_INDEX = (
    "CREATE INDEX IF NOT EXISTS pages_newest ON wagtailcore_page"
    " ((COALESCE(first_published_at, go_live_at)))"
)
#: What Wagtail's migrations bring for a moderation by one person; the house has its own.
GROUPS = ("Moderators", "Editors", "页面审核（默认）", "页面编辑（默认）")
MODERATION = ("Moderators approval", "页面审核（默认）")
ROOT = ("Root", "根目录")


def create_indexes(sender, using, **kwargs):
    """Create the indexes, that of the search on PostgreSQL; runs again without harm."""
    with connections[using].cursor() as cursor:
        cursor.execute(NEWEST_INDEX)
        if connections[using].vendor == "postgresql":
            cursor.execute(SEARCH_INDEX)


def name_in_chinese(sender, using, **kwargs):
    """Rename the rows that Wagtail's own migrations leave; runs again without harm."""
    was, now = ROOT
    pages = apps.get_model("wagtailcore", "Page").objects.using(using)
    pages.filter(depth=1, title=was).update(title=now, draft_title=now)
    collections = apps.get_model("wagtailcore", "Collection").objects.using(using)
    collections.filter(depth=1, name=was).update(name=now)


def retire_stock_moderation(sender, using, **kwargs):
    """Remove Wagtail's own workflow and groups, which publish by one hand; runs again.

    A group with members stays, without rights on pages; a workflow that was used stays, off.
    """
    model = partial(apps.get_model, "wagtailcore")
    workflows = model("Workflow").objects.using(using).filter(name__in=MODERATION)
    model("WorkflowPage").objects.using(using).filter(workflow__in=workflows).delete()
    workflows.update(active=False)
    workflows.filter(workflow_states__isnull=True).delete()
    tasks = model("Task").objects.using(using).filter(name__in=MODERATION)
    tasks.filter(workflow_tasks__isnull=True, task_states__isnull=True).delete()
    groups = apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS)
    model("GroupPagePermission").objects.using(using).filter(group__in=groups).delete()
    groups.filter(user__isnull=True).delete()

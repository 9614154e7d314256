"""What Wagtail's own migrations leave in the database in English gets its Chinese name."""

from django.db import migrations

GROUPS = {"Moderators": "页面审核（默认）", "Editors": "页面编辑（默认）"}
MODERATION = ("Moderators approval", "页面审核（默认）")
ROOT = ("Root", "根目录")


def name(apps, schema_editor):
    was, now = ROOT
    page = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title=was)
    page.update(title=now, draft_title=now)
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=was).update(name=now)
    groups = apps.get_model("auth", "Group").objects
    for was, now in GROUPS.items():
        if not groups.filter(name=now).exists():
            groups.filter(name=was).update(name=now)
    was, now = MODERATION
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name=was).update(name=now)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0007_site_settings_and_results"),
        ("auth", "0012_alter_user_first_name_max_length"),
        # theirs look for the groups under the names that they gave them
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(name, migrations.RunPython.noop)]

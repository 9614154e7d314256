"""Every model that the admin writes is audited, and no row lands without its audit row."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.urls import get_resolver
from modelcluster.models import get_all_child_relations
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Collection, Page, Task
from wagtail.snippets.models import get_snippet_models
from wagtail_modeladmin.options import ModelAdmin

from records import row_changes
from records.audited import AUDITED, LEFT_OUT
from registry.models import User
from workflow.models import OpinionTemplate

pytestmark = pytest.mark.django_db
OURS = {
    *("config", "demo", "portal", "exchange", "workflow", "pages"),
    *("supervision", "ledger", "publicity", "applications", "catalog", "doors"),
    *("registry", "records", "files"),
}


def test_every_model_of_the_packages_is_audited_or_left_out_with_a_reason():
    """A package that brings a new model must be answered for."""
    engine = {"viewflow"}  # no page writes its rows; the flows' services record their acts
    foreign = {
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.app_label not in OURS | engine
    }
    assert foreign - set(AUDITED) - set(LEFT_OUT) == set()
    assert set(AUDITED) & set(LEFT_OUT) == set()
    for label in LEFT_OUT:
        if label != "wagtailsearch.sqliteftsindexentry":  # exists beside SQLite only
            apps.get_model(label)


def test_every_model_of_ours_that_the_admin_writes_is_audited():
    """Snippets, view sets, settings, steps of moderation, and the rows edited inside them."""
    assert get_resolver().url_patterns, "Wagtail registers its view sets as its addresses load"
    edited = {
        *get_snippet_models(),
        *settings_registry,
        *(model for model in apps.get_models() if issubclass(model, Task)),
        *(each.model for each in viewsets.viewsets if isinstance(each, ModelViewSet)),
    }
    edited = {model for model in edited if not issubclass(model, Page)}
    inside = {
        relation.related_model for model in edited for relation in get_all_child_relations(model)
    }
    labels = {model._meta.label_lower for model in edited | inside}
    assert len(labels) >= 15
    assert labels - set(AUDITED) - set(LEFT_OUT) == set()


def test_no_audited_model_forgets_to_tell_of_its_querysets():
    """Django makes the managers anew as further models are made, here by hand."""
    for audited in AUDITED.values():
        if issubclass(audited.model, Collection):
            continue  # treebeard's managers name their querysets; no door changes folders in bulk
        audited.model._meta._expire_cache()
        for manager in audited.model._meta.managers:
            assert isinstance(manager.all(), row_changes.AuditedRows), audited.model


def test_no_register_of_the_admin_writes(office):
    admin = User.objects.get(username="admin")
    registers = [each for each in kinds_of(ModelAdmin) if getattr(each, "model", None)]
    assert len(registers) > 10
    for register in registers:
        helper = register.permission_helper_class(register.model)
        assert not helper.user_can_create(admin), register
        assert not helper.user_can_edit_obj(admin, None), register
        assert not helper.user_can_delete_obj(admin, None), register


def kinds_of(parent):
    for child in parent.__subclasses__():
        yield from (child, *kinds_of(child))


def test_a_command_leaves_its_rows_under_the_systems_name(office, new_acts):
    call_command("createsuperuser", username="root2", email="r@example.com", interactive=False)
    (row,) = new_acts()
    assert (row.action, row.actor, row.subject) == ("registry.add_user", "系统", "root2")
    assert row.data["fields"]["is_superuser"] == [None, True]


def test_row_and_audit_row_land_together(office, monkeypatch):
    """Where the trail cannot be written, nothing changes."""

    def broken(*args, **kwargs):
        raise OSError("the trail is full")

    monkeypatch.setattr(row_changes, "record", broken)
    user = User.objects.get(username="clerk")
    user.is_superuser = True
    template = OpinionTemplate(title="甲", step="benefit")
    for act in (
        user.save,
        lambda: User.objects.filter(pk=user.pk).update(is_superuser=True),
        lambda: OpinionTemplate.objects.bulk_create([template]),
        lambda: user.groups.clear(),
        lambda: user.memberships.all().delete(),
    ):
        with pytest.raises(OSError, match="full"), transaction.atomic():
            act()
    assert not User.objects.get(pk=user.pk).is_superuser
    assert not OpinionTemplate.objects.exists()
    assert user.groups.exists()
    assert user.memberships.exists()

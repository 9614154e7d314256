"""The register of batches in the back certifier."""

from datetime import timedelta

import pytest
from django.urls import reverse

from desk.loading.offices import person
from exchange.services import export_catalog

from .conftest import LISTED_AT

ACTIONS = ("create", "edit", "delete")


@pytest.fixture
def batch(certifier):
    certifier.list()
    return export_catalog(at=LISTED_AT + timedelta(days=1))


def url(action, *args):
    return reverse(f"exchange_exportbatch_modeladmin_{action}", args=args)


def test_a_manager_sees_the_batches_and_looks_into_one(certifier, batch, client):
    client.force_login(certifier.officer("manager"))
    listed = client.get(url("index"))
    assert listed.status_code == 200
    assert batch.batch_id in listed.content.decode()
    page = client.get(url("inspect", batch.pk)).content.decode()
    for shown in (batch.manifest_sha256, "data/catalog.xlsx", "赣南脐橙", "列入", "批次号"):
        assert shown in page


def test_a_batch_is_found_by_the_certificate_it_carries(certifier, batch, client):
    client.force_login(certifier.officer("auditor"))
    assert batch.batch_id in client.get(url("index"), {"q": "ZG-360702-2020-0001"}).content.decode()
    assert batch.batch_id not in client.get(url("index"), {"q": "ZG-9"}).content.decode()


def test_nobody_may_add_edit_or_delete_not_even_the_administrator(batch, client):
    client.force_login(person("root", None, is_superuser=True, is_staff=True))
    for action in ACTIONS:
        answer = client.get(url(action, *([] if action == "create" else [batch.pk])))
        assert answer.status_code in (302, 403)
    page = client.get(url("index")).content.decode()
    assert batch.batch_id in page
    assert not [action for action in ACTIONS if f"/exportbatch/{action}/" in page]


def test_an_officer_without_that_duty_does_not_see_them(certifier, batch, client):
    client.force_login(certifier.officer("fpb_clerk"))
    for address in (url("index"), url("inspect", batch.pk)):
        answer = client.get(address)
        assert answer.status_code in (302, 403)
        assert batch.batch_id not in answer.content.decode()

"""Who is signed in: what is asked in words of our own is answered as Django answers it."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user, get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.backends.db import SessionStore as Stock
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from config.session_store import SESSION, SessionStore
from registry.signed_in import NAMES, PERSON

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    user = get_user_model().objects.create_user("person")
    own, of_group = Permission.objects.order_by("pk")[:2]
    user.user_permissions.add(own)
    group = Group.objects.create(name="示例")
    group.permissions.add(of_group)
    user.groups.add(group)
    return user


def names(*permissions):
    return {f"{each.content_type.app_label}.{each.codename}" for each in permissions}


def fresh(user):
    return get_user_model().objects.get(pk=user.pk)


def test_what_is_allowed_is_what_a_person_and_their_groups_have(person):
    own, of_group = Permission.objects.order_by("pk")[:2]
    assert fresh(person).get_user_permissions() == names(own)
    assert fresh(person).get_group_permissions() == names(of_group)
    assert names(own, of_group) <= fresh(person).get_all_permissions()
    assert not fresh(person).has_perms(names(Permission.objects.order_by("pk")[2]))


def test_an_administrator_may_all_and_who_was_shut_out_nothing(person):
    person.is_superuser = True
    person.save()
    assert fresh(person).get_group_permissions() == names(*Permission.objects.all())
    person.is_superuser, person.is_active = False, False
    person.save()
    assert fresh(person).get_all_permissions() == set()


def test_nobody_but_an_active_person_is_signed_in(person, rf, client):
    request = rf.get("/")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    request.session = client.session
    assert get_user(request) == person
    person.is_active = False
    person.save()
    assert get_user(request).is_anonymous


def test_a_session_holds_until_its_end_and_can_be_read_by_django(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    key = client.session.session_key
    assert SessionStore(key).load() == Stock(key).load() != {}
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    ended = SessionStore(key)
    assert ended.load() == {}
    assert ended.session_key is None


def test_a_request_of_the_desk_asks_what_is_written_already(office, client, user):
    questions = (SESSION, PERSON, NAMES["group"])
    for question in questions:
        question.forget()
    client.force_login(user("fpb_reviewer@fpb"))
    client.get(reverse("desk:inbox"))
    assert all(question._written for question in questions)

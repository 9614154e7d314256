"""People in Wagtail's admin: the address that is typed there is the one that the sign-in knows."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from demo import fiction
from registry import addresses
from registry.models import User

pytestmark = pytest.mark.django_db
SECRET = "a long enough secret"


@pytest.fixture
def admin(office):
    client = Client()
    client.force_login(
        User.objects.get(username="admin"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def save(admin, user, **changes):
    values = {
        "username": user.username,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "is_active": "on" if user.is_active else "",
        **changes,
    }
    return admin.post(reverse("wagtailusers_users:edit", args=[user.pk]), values)


def rows(user):
    found = EmailAddress.objects.filter(user=user)
    return [(row.email, row.verified, row.primary) for row in found]


def test_a_person_of_a_unit_has_no_surname_and_an_address_of_the_units(admin):
    user = User.objects.get(applicant=fiction.applicant(1))
    user.last_name, user.first_name = "", "测试经办"
    user.save()
    addresses.set_address(user, "own@example.com")
    page = admin.get(reverse("wagtailusers_users:edit", args=[user.pk])).content.decode()
    assert "申请单位账号" in page
    saved = save(admin, user, first_name="改名", email="other@example.com")
    assert saved.status_code == 302, saved.context["form"].errors
    user.refresh_from_db()
    assert (user.first_name, user.email) == ("改名", "own@example.com")
    assert rows(user) == [("own@example.com", True, True)]


def test_a_person_who_came_by_single_sign_on_has_no_address_and_can_be_saved(admin):
    user = User.objects.get(applicant=fiction.applicant(1))
    addresses.set_address(user, "")
    assert save(admin, user, first_name="改名").status_code == 302


def test_an_officers_new_address_is_the_one_that_the_reset_writes_to(admin):
    user = User.objects.get(username="clerk")
    addresses.set_address(user, "old@example.com")
    assert save(admin, user, email="New@example.com", last_name="示").status_code == 302
    user.refresh_from_db()
    assert (user.email, rows(user)) == ("new@example.com", [("new@example.com", True, True)])
    for address in ("old@example.com", "new@example.com"):
        Client().post(reverse("account_reset_password"), {"email": address})
    assert [letter.to for letter in mail.outbox] == [["new@example.com"]]


def test_an_officer_needs_a_surname_and_an_address_that_nobody_else_has(admin):
    clerk, other = User.objects.get(username="clerk"), User.objects.get(username="reviewer")
    addresses.set_address(other, "taken@example.com")
    answer = save(admin, clerk, email="TAKEN@example.com", last_name="")
    errors = answer.context["form"].errors
    assert set(errors) == {"email", "last_name"}
    assert "已登记在另一个账号上" in str(errors["email"])


def test_two_people_do_not_differ_by_capitals_alone(admin):
    values = {
        "username": "CLERK",
        "email": "x@example.com",
        "first_name": "示",
        "last_name": "例",
        "password1": SECRET,
        "password2": SECRET,
    }
    answer = admin.post(reverse("wagtailusers_users:add"), values)
    assert "不区分大小写" in str(answer.context["form"].errors["username"])
    answer = admin.post(reverse("wagtailusers_users:add"), {**values, "username": "newclerk"})
    assert answer.status_code == 302
    user = User.objects.get(username="newclerk")
    assert rows(user) == [("x@example.com", True, True)]

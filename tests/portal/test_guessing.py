"""Guessing one account from everywhere: strangers wait, the owner does not (rel.md 11)."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from demo import fiction
from files.vault import seal
from records.models import AuditEvent
from registry import guessing
from registry.models import FailedSignIn, User

SECRET = "a long enough secret"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Eight wrong words an hour, so that a test need not send fifty."""
    monkeypatch.setitem(guessing.MOST, FailedSignIn.Kind.PASSWORD, 8)
    monkeypatch.setitem(guessing.MOST, FailedSignIn.Kind.CODE, 3)
    monkeypatch.setattr(guessing, "MOST_FROM_ONE_PLACE", 12)


@pytest.fixture
def owner(office, clock):
    user = User.objects.get(applicant=fiction.applicant(1))
    user.email = "owner@example.com"
    user.set_password(SECRET)
    user.save()
    return user


def log_in(client, name, password=SECRET, address="10.0.0.1"):
    door = reverse("account_login")
    return client.post(door, {"login": name, "password": password}, REMOTE_ADDR=address)


def is_in(client):
    return client.get(reverse("portal:home")).status_code == 200


def guess(name, times, start=1):
    """So many wrong words for ``name``, each from an address of its own."""
    for number in range(start, start + times):
        answer = log_in(Client(), name, "wrong", f"10.1.0.{number}")
    return answer


def test_strangers_wait_and_the_owner_at_a_browser_of_the_owners_does_not(owner, clock):
    own = Client()
    log_in(own, owner.username)
    own.post(reverse("account_logout"))
    guess(owner.username, 4)
    assert guess(owner.email, 4, start=5).status_code == 200
    stranger = Client()
    refused = log_in(stranger, owner.username, address="10.2.0.1")
    assert refused.status_code == 429, "the right word, too, would tell a guesser that it is right"
    assert "以前登录过该账号" in refused.content.decode()
    log_in(own, owner.email, address="10.2.0.2")
    assert is_in(own)
    for number in range(20):
        log_in(Client(), owner.username, "wrong", f"10.3.0.{number}")
    log_in(own, owner.username, address="10.2.0.3")
    assert is_in(own), "a stranger's guesses are no lock against the owner, however many"
    clock.shift(timedelta(hours=1, minutes=1))
    log_in(stranger, owner.username)
    assert is_in(stranger)


def test_the_owner_at_a_new_browser_proves_the_mailbox_instead_of_waiting(owner):
    guess(owner.username, 8)
    mail.outbox.clear()
    new = Client()
    new.post(reverse("account_reset_password"), {"email": owner.email})
    address = mail.outbox[0].body.split("http://testserver")[1].split()[0]
    form = new.get(address, follow=True).request["PATH_INFO"]
    new.post(form, {"password1": "another long secret", "password2": "another long secret"})
    log_in(new, owner.username, "another long secret")
    assert is_in(new)
    assert log_in(Client(), owner.username, "another long secret").status_code == 429


def test_the_owner_hears_of_it_once_a_day_and_the_trail_keeps_it(owner, clock):
    guess(owner.username, 7)
    assert mail.outbox == []
    guess(owner.username, 1, start=8)
    assert [letter.to for letter in mail.outbox] == [["owner@example.com"]]
    assert "多次用错误的密码" in mail.outbox[0].body
    clock.shift(timedelta(hours=2))
    guess(owner.username, 8, start=20)
    assert len(mail.outbox) == 1
    assert AuditEvent.objects.filter(action="registry.guessed").count() == 1
    clock.shift(timedelta(days=1))
    guess(owner.username, 8, start=40)
    assert len(mail.outbox) == 2
    assert FailedSignIn.objects.count() == 8, "what is a day old is not kept"


def test_a_name_that_nobody_has_is_answered_like_one_that_somebody_has(owner):
    for name in (owner.username, "nobody-at-all", "nobody@example.com"):
        statuses = [guess(name, 1, start).status_code for start in range(1, 10)]
        assert statuses == [200] * 8 + [429], name
    assert not FailedSignIn.objects.filter(account__contains="nobody").exists()


def test_what_was_not_looked_at_is_not_counted(owner):
    """Whoever hammers on after the lock at one address does not close the account elsewhere."""
    for _ in range(30):
        log_in(Client(), owner.username, "wrong", "10.1.0.1")
    assert FailedSignIn.objects.count() == 5
    new = Client()
    log_in(new, owner.username, address="10.2.0.1")
    assert is_in(new)


def test_one_address_that_tries_many_accounts_waits_and_its_neighbours_do_not(owner):
    known = Client()
    log_in(known, owner.username)
    known.post(reverse("account_logout"))
    for number in range(12):
        assert log_in(Client(), f"somebody{number}", "wrong").status_code == 200
    assert log_in(Client(), "somebody-else", "wrong").status_code == 429
    assert log_in(Client(), "somebody-else", "wrong", "10.0.0.2").status_code == 200
    log_in(known, owner.username)
    assert is_in(known), "colleagues behind one address go on at their own browsers"


def test_a_forged_cookie_makes_no_known_browser(owner):
    other = Client()
    mine = User.objects.get(applicant=fiction.applicant(2))
    mine.set_password(SECRET)
    mine.save()
    log_in(other, mine.username)
    assert "known_browser" in other.cookies
    guess(owner.username, 8)
    for cookie in (other.cookies["known_browser"].value, "x", "x:y:z", ""):
        stranger = Client()
        stranger.cookies["known_browser"] = cookie
        assert log_in(stranger, owner.username).status_code == 429


def test_an_administrator_sees_whose_words_are_guessed_and_lets_the_owner_in(owner, sign_in):
    guess(owner.username, 8)
    admin = sign_in(User.objects.get(username="admin"))
    assert owner.username in admin.get("/admin/locked/").content.decode()
    admin.post("/admin/locked/", {"username": owner.username})
    assert "现在没有被猜测的账号" in admin.get("/admin/locked/").content.decode()
    new = Client()
    log_in(new, owner.username)
    assert is_in(new)
    assert AuditEvent.objects.filter(action="desk.unlock").count() == 1


def test_one_household_of_ipv6_is_one_place(owner):
    for number in range(1, 6):
        log_in(Client(), owner.username, "wrong", f"2001:db8:1:2::{number}")
    same, neighbour = Client(), Client()
    log_in(same, owner.username, address="2001:db8:1:2:9::9")
    assert not is_in(same)
    log_in(neighbour, owner.username, address="2001:db8:1:3::1")
    assert is_in(neighbour)


def test_wrong_codes_are_counted_over_all_addresses_and_told_to_the_owner(owner):
    sealed = seal(b"JBSWY3DPEHPK3PXP").decode()
    Authenticator.objects.create(user=owner, type="totp", data={"secret": sealed})
    for number in range(3):
        guesser = Client(REMOTE_ADDR=f"10.4.0.{number}")
        log_in(guesser, owner.username)
        answer = guesser.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert "输错次数过多" not in answer.content.decode()
    assert "很可能已经泄露" in mail.outbox[-1].body
    last = Client()
    log_in(last, owner.username)
    answer = last.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "动态口令输错次数过多" in answer.content.decode()
    assert FailedSignIn.objects.filter(kind="code").count() == 3


@pytest.mark.parametrize(
    ("door", "field"), [("account_change_password", "oldpassword"), ("account_reauthenticate", "")]
)
def test_the_word_is_guessed_no_better_from_inside_a_session(owner, sign_in, door, field):
    own = sign_in(owner)

    def knock(word):
        new = {"password1": "another long secret", "password2": "another long secret"}
        return own.post(reverse(door), {field or "password": word, **new})

    for _ in range(5):
        last = knock("wrong")
    assert last.status_code == 429
    assert knock(SECRET).status_code == 429
    owner.refresh_from_db()
    assert owner.check_password(SECRET)


def test_who_is_locked_out_is_not_told_whose_address_it_is(owner):
    for _ in range(6):
        door = reverse("account_login")
        answer = Client().post(
            door,
            {"login": owner.email, "password": "wrong"},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
    assert answer.status_code == 429
    assert owner.username not in answer.content.decode()

"""Roles and permissions: none is forgotten, and the handbook says what the code does."""

import ast

import pytest
from django.conf import settings
from django.core.management import call_command
from tests.support.who_may import WHO_MAY
from tests.test_house import find, tree

from registry import roles
from registry.roles import HEAD_OF, ROLES, Permission, words_with

SITE = settings.ROOT / "site"
#: What fills a district with people is about roles, as is the file that says what they are.
ABOUT_ROLES = ("registry/roles.py", "demo/", "desk/loading/", "registry/migrations/")
WORDS = {role.word for role in ROLES}


def _trees():
    for path in sorted(SITE.rglob("*.py")):
        name = path.relative_to(SITE).as_posix()
        if not name.startswith(ABOUT_ROLES):
            yield name, tree(path)


def _asked():
    """The names of all permissions that the code outside ``roles.py`` asks for."""
    for _name, module in _trees():
        for node in find(module, ast.Attribute):
            if ast.unparse(node.value) == "Permission":
                yield node.attr


@pytest.mark.parametrize("permission", Permission, ids=lambda each: each.name)
def test_every_permission_belongs_to_a_role(permission):
    assert words_with(permission)


def test_every_permission_is_asked_for_somewhere():
    assert {each.name for each in Permission} == set(_asked()) - {
        "objects"
    }  # Django has a Permission of its own


def test_no_code_names_a_role_by_its_word():
    named = [
        (name, node.value)
        for name, module in _trees()
        for node in find(module, ast.Constant)
        if node.value in WORDS
    ]
    assert named == []


def test_every_role_is_listed_and_described_in_a_sentence():
    assert set(roles.Role.__subclasses__()) == set(ROLES)
    assert [role for role in ROLES if not (role.__doc__ or "").endswith("。")] == []


def test_whoever_signs_as_a_head_has_people_whose_work_is_handed_out():
    assert set(words_with(Permission.SIGN_AS_HEAD)) == set(HEAD_OF.values())


def test_the_handbook_shows_the_roles_as_they_are():
    call_command("roles", check=True)


def test_each_permission_is_had_by_just_the_roles_that_the_office_s_own_table_names():
    """Written by hand, with reasons: making the handbook anew silences nothing here."""
    assert set(WHO_MAY) == {permission.name for permission in Permission}
    for permission in Permission:
        roles_with, why = WHO_MAY[permission.name]
        assert set(words_with(permission)) == roles_with, f"{permission.name}：{why}"

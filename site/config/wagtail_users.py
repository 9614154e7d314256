"""Wagtail's own pages of people, with the form of this house."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    user_viewset = "desk.people.PeopleViewSet"

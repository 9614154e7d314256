"""A menu whose items are answers once in a request whether they are shown."""

from wagtail.admin.menu import Menu


class MenuOnce(Menu):
    """Wagtail asks every item twice: whether its group is there at all, then to draw the group."""

    def menu_items_for_request(self, request):
        answers = vars(request).setdefault("_shown_items", {})
        if self not in answers:
            answers[self] = super().menu_items_for_request(request)
        return answers[self]

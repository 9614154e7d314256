"""How a column finds the page that an address below it names."""

from ..moment import asked_at


class ReadsItems:
    """A column whose items are read with their own facts at once, where they are public.

    Wagtail reads the page first and then, by its type, its facts; then the page asks whether it is
    public: three statements for one. What is not public goes Wagtail's way.
    """

    def route(self, request, path_components):
        if path_components:
            slug, *rest = path_components
            item = self._public_item(slug, asked_at(request))
            if item is not None:
                return item.route(request, rest)
        return super().route(request, path_components)

    def _public_item(self, slug, at):
        for item in self.allowed_subpage_models()[0].by_slug(at, slug):
            if item.is_child_of(self):
                item.was_public = True
                return item
        return None


class ReadAsItem:
    """An item of such a column. ``by_slug(at, slug)``: the public ones that are called so."""

    #: Whether the row was read as one that is public now.
    was_public = False

"""How a column finds the page that an address below it names, and how a page names its own."""

from wagtail.models import Site

from ..moment import asked_at
from ..of_generation import is_remembered, remembered

#: So many addresses are remembered at most.
MOST = 5_000


class KnownAddress:
    """A page whose address is made once for a generation: Wagtail goes through all sites for it."""

    def get_url(self, request=None, current_site=None):
        if current_site is not None or not is_remembered(request):
            return super().get_url(request, current_site)
        site = Site.find_for_request(request)
        addresses = remembered(request, ("addresses", site and site.pk), dict)
        url = addresses.get(self.url_path)
        if url is None:
            url = super().get_url(request)
            if len(addresses) < MOST:
                addresses[self.url_path] = url
        return url


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

"""How a column finds the page that an address below it names."""


class ReadsItems:
    """A column whose items are read with their own facts at once.

    Wagtail reads the page first and then, by its type, its facts: one statement more a visit.
    """

    def route(self, request, path_components):
        if path_components:
            kind = self.allowed_subpage_models()[0]
            item = kind.objects.child_of(self).filter(slug=path_components[0]).first()
            if item is not None:
                return item.route(request, path_components[1:])
        return super().route(request, path_components)

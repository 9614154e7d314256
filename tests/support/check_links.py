"""Where the last look at a paper leads for a reason, and that it leads back."""

from django.urls import reverse


def mended_at(application, name, *args, anchor):
    """The link of the portal's page ``name`` of ``application``, as it stands in the page."""
    page = reverse(f"portal:{name}", args=[application.pk, *args])
    back = reverse("portal:check", args=[application.pk])
    return f"{page}?check=1&amp;back={back}#{anchor}"

"""Is the site ready for inspection: the required settings of every site (requirements §5.6).

Django runs checks before there are tables, and must. So this one carries the tag ``database``: it
runs with ``migrate`` and with ``check --database default``, never with a plain start, and says
nothing while its table is missing. It is a deployment check: ``check --deploy --database default``.
"""

from django.core.checks import Error, Tags, register
from django.db import connections
from wagtail.models import Site

from .models import SiteSettings


def lacking():
    """``{site: [names of the required settings that are empty]}``; empty when all is there."""
    found = {str(site): SiteSettings.for_site(site).lacking() for site in Site.objects.all()}
    return {site: names for site, names in found.items() if names}


@register(Tags.database, deploy=True)
def site_settings_are_complete(app_configs, databases=None, **kwargs):
    """An error for each site whose settings are incomplete."""
    if "default" not in (databases or ()) or not _has_table():
        return []
    return [
        Error(
            f"网站“{site}”的网站信息不完整：{'、'.join(names)}",
            hint="在后台“设置 › 网站信息”中填写",
            id="pages.E001",
        )
        for site, names in lacking().items()
    ]


def _has_table():
    return SiteSettings._meta.db_table in connections["default"].introspection.table_names()

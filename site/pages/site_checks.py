"""Is the site ready for inspection: the required settings of every site (requirements §5.6), and
one name for the office that answers for it.

Django runs checks before there are tables, and must. So this one carries the tag ``database``: it
runs with ``migrate`` and with ``check --database default``, never with a plain start, and says
nothing while its table is missing. It is a deployment check: ``check --deploy --database default``.
"""

from django.core.checks import Error, Tags, register
from django.db import connections
from wagtail.models import Site

from registry.models import RuleSet

from .catalogue import signing_keys
from .models import SiteSettings


def lacking():
    """``{site: [names of the required settings that are empty]}``; empty when all is there."""
    office = _office()
    sites = {str(site): SiteSettings.for_site(site) for site in Site.objects.all()}
    names_by_site = {
        name: [*settings.lacking(), *_names(office, settings)] for name, settings in sites.items()
    }
    return {site: names for site, names in names_by_site.items() if names}


def _office():
    """The office of the newest rules; None before there are any."""
    rulesets = RuleSet.objects.approved().select_related("office")
    ruleset = rulesets.order_by("-effective_from").first()
    return ruleset and ruleset.office


def _names(office, settings):
    """An office bears one name before the public: its full one, in the imprint as elsewhere."""
    if office is None:
        return []
    if not office.full_name.strip():
        return [f"机构“{office.name}”的全称"]
    named = {settings.organiser.strip(), settings.operator.strip()} - {""}
    if named and office.full_name not in named:
        return [f"主办单位或者承办单位中的机构全称“{office.full_name}”"]
    return []


@register(Tags.database, deploy=True)
def site_settings_are_complete(app_configs, databases=None, **kwargs):
    """An error for each site whose settings are incomplete."""
    if "default" not in (databases or ()) or not _has_tables():
        return []
    return [
        Error(
            f"网站“{site}”的网站信息不完整：{'、'.join(names)}",
            hint="在后台“设置 › 网站信息”和“机构”中填写",
            id="pages.E001",
        )
        for site, names in lacking().items()
    ]


@register(deploy=True)
def certificate_keys_are_usable(app_configs, **kwargs):
    """An error where a key is named that cannot sign or check; none is no error."""
    hint = "CERTIFICATE_KEY 是 Ed25519 或者 SM2 私钥（PEM），CERTIFICATE_OLD_KEYS 是以前的公钥"
    return [
        Error(f"{signing_keys.UNUSABLE}：{fault}", hint=hint, id="pages.E002")
        for fault in signing_keys.faults()
    ]


def _has_tables():
    tables = connections["default"].introspection.table_names()
    return {SiteSettings._meta.db_table, RuleSet._meta.db_table} <= set(tables)

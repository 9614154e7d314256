"""Whose paper a stored file belongs to, so that nothing destroys what is preserved as evidence."""

from files import destroying
from files.models import StoredFile
from records import preserving
from records.numbering import exclude_others
from rules.periods import local_day

from .models import Preservation
from .policies.preservations import people_kept
from .services.preservations import SERIES

OF_ITEM = ("item__application", "item__application__applicant", "")
OF_ENTRY = ("certificate__item__application", "certificate__product__applicant", "")


def _below(path, where):
    return tuple(name and f"{path}__{name}" for name in where)


#: For each model that holds files: the paths to its application, its applicant, its complaint.
#: A model that belongs to none of them has none: nothing of a person or a paper lies there.
PATHS = {
    "applications.Material": ("application", "application__applicant", ""),
    "applications.Photo": OF_ITEM,
    "applications.Authorisation": ("", "applicant", ""),
    "applications.LicenceVersion": ("", "licence__applicant", ""),
    "workflow.ArchiveFile": ("application", "application__applicant", ""),
    "workflow.OpinionFile": _below("opinion", OF_ITEM),
    "workflow.ProposalFile": _below("proposal", OF_ITEM),
    "workflow.OpinionDraftFile": _below("draft", OF_ITEM),
    "workflow.UpperReview": OF_ITEM,
    "workflow.Document": _below("letter", OF_ITEM),
    "workflow.ChangeFile": _below("change", OF_ENTRY),
    "workflow.DishonestyFile": ("", "entry__applicant", ""),
    "publicity.ObjectionEvidence": _below("objection__entry", OF_ITEM),
    "supervision.EvidenceFile": ("", "complaint__applicant", "complaint"),
    "catalog.NationalPublication": OF_ENTRY,
    "ledger.SaleVoucher": _below("sale", OF_ENTRY),
    "ledger.ImportBatch": ("", "applicant", ""),
    "ledger.SupplyBase": ("", "applicant", ""),
    "ledger.SupportMeasure": ("", "applicant", ""),
    "ledger.Purchase": OF_ENTRY,
}
#: What is of no single paper: ledgers of offices, notices, the library, tables that were asked for.
OF_NOBODY = {
    *("exchange.PlatformFile", "exchange.PublicPageLook", "pages.WordFile", "doors.TableExport"),
    *("publicity.Publicity", "publicity.Observation", "publicity.BoardPosting"),
    *("ledger.SalesEvent", "ledger.ProgressFile", "ledger.SupplyContract", "ledger.Pairing"),
    *("ledger.Placement", "ledger.Venue"),
}


def register():
    """Tell the rooms below what nothing may destroy."""
    destroying.guard(kept_among)
    preserving.register(people_kept)


def holders():
    """``[(model, name of the column)]`` of whatever holds a stored file."""
    fields = StoredFile._meta.get_fields(include_hidden=True)
    return [
        (each.related_model, each.field.name)
        for each in fields
        if each.auto_created and each.is_relation
    ]


def kept_among(files, at):
    """The keys of those ``files`` that a paper holds which a standing preservation covers.

    The number of queries does not depend on the number of files. Whoever destroys asks within the
    transaction: none is entered between the answer and the destroying.
    """
    exclude_others(SERIES)
    standing = Preservation.objects.standing(local_day(at))
    if not standing.exists():
        return set()
    keys = [file.pk for file in files]
    return {
        key
        for model, column in holders()
        for rows in _covered(standing, model, model._base_manager.filter(**{f"{column}__in": keys}))
        for key in rows.values_list(column, flat=True)
    }


def _covered(standing, model, rows):
    """Those of ``rows`` that a preservation covers, path by path."""
    paths = PATHS.get(model._meta.label, ())
    for kind, path in zip(("application", "applicant", "complaint"), paths, strict=bool(paths)):
        if path:
            yield rows.filter(**{f"{path}__in": standing.exclude(**{kind: None}).values(kind)})

"""What the audit trail asks of the papers: what belongs to a number, where it is read."""

from django.urls import reverse

from applications.models import Application, Item, Material, Photo
from catalog.models import Certificate
from publicity.models import Objection, PublicityEntry
from records import trail
from workflow.models import Document, Letter, Preservation


def belongings(number):
    """``{subject_type: [pk]}`` of everything that belongs to the paper of ``number``."""
    application = Application.objects.filter(number__iexact=number).first()
    if application is None:
        return {}
    items = Item.objects.filter(application=application)
    entries = PublicityEntry.objects.filter(item__in=items)
    letters = Letter.objects.filter(item__in=items)
    rows = (
        items,
        entries,
        letters,
        Material.objects.filter(application=application),
        Photo.objects.filter(item__in=items),
        Document.objects.filter(letter__in=letters),
        Objection.objects.filter(entry__in=entries),
        Certificate.objects.filter(item__in=items),
        Preservation.objects.filter(application=application),
    )
    subjects = {
        each.model._meta.label_lower: list(each.values_list("pk", flat=True)) for each in rows
    }
    return {"applications.application": [application.pk], **subjects}


def application_page(event):
    """The paper itself; of what is part of it, where the event kept whose it is."""
    own = event.subject_type == "applications.application"
    number = event.subject_id if own else event.data.get("application_id")
    return reverse("desk:application", args=[number]) if number else ""


def preservation_page(event):
    return reverse("desk:preservation", args=[event.subject_id])


def connect():
    trail.NUMBERS.append(belongings)
    trail.PAGES.update(
        {
            "applications.application": application_page,
            "applications.material": application_page,
            "workflow.preservation": preservation_page,
        }
    )

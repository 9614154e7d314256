"""Where a holder's products are sold: the venues that shelve them, the events they take part in."""

from .models import SalesEvent, Venue


def venues_selling(entries):
    """The open venues with one of ``entries`` (certificates) on their shelves."""
    shelved = {"shelf__certificate__in": entries, "shelf__taken_off_on": None}
    venues = Venue.objects.standing().exclude(state=Venue.State.CLOSED)
    return venues.filter(**shelved).distinct()


def events_selling(entries):
    """The events for which one of ``entries`` was registered."""
    return SalesEvent.objects.standing().filter(products__certificate__in=entries).distinct()

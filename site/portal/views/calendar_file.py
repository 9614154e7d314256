"""The unit's dates as a file that every telephone and mail program takes into its calendar."""

from datetime import timedelta

from django.conf import settings
from django.views.generic import View

from files.delivery import deliver

from ..dates import dates
from .access import ApplicantsOnly

ICS = "text/calendar; charset=utf-8"


class Dates(ApplicantsOnly, View):
    """Whole days; taken anew, an event takes the place of its earlier self by its UID."""

    def get(self, request):
        from icalendar import Calendar

        calendar = Calendar()
        calendar.add("prodid", "-//gongshi//portal//ZH")
        calendar.add("version", "2.0")
        for due in dates(request.user, self.today):
            calendar.add_component(self.event(due))
        return deliver(calendar.to_ical(), ICS, "期限日历.ics", is_shown=False)

    def event(self, due):
        site = settings.SITE_URL.rstrip("/")
        from icalendar import Event

        event = Event()
        event.add("uid", f"{due.key}@{site.partition('//')[2]}")
        event.add("dtstamp", self.now)
        event.add("dtstart", due.day)
        event.add("dtend", due.day + timedelta(days=1))
        event.add("summary", due.words)
        event.add("url", f"{site}{due.url}")
        event.add("transp", "TRANSPARENT")
        return event

"""Sessions in the database, as Django keeps them, asked for in words that are written once."""

from django.contrib.sessions.backends.db import SessionStore as Stock
from django.contrib.sessions.models import Session
from django.utils import timezone

from records.prepared import MOMENT, TEXT, Prepared

SESSION = Prepared(
    lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at).order_by(),
    TEXT,
    MOMENT,
)


class SessionStore(Stock):
    def _get_session_from_db(self):
        session = SESSION.first(self.session_key, timezone.now())
        if session is None:
            self._session_key = None
        return session

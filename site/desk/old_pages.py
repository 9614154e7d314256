"""What a page showed is what its form decides about; what came since is told, and read first."""

import hashlib

from rules.refusal import refuse_if

from .access import row_keys, typed


def digest_of(*parts):
    """A few letters that stand for ``parts`` as a page showed them."""
    words = "\n".join(f"{part}" for part in parts)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def rows_on_page(data):
    """The keys of the rows that the page of ``data`` listed; None where it comes from no page."""
    return row_keys(data.getlist("seen")) if "seen" in data else None


class DecidesWhatItShowed:
    """A form with a hidden field ``shown``, ``{{ view.page_digest }}``; one from before is refused.

    What came since is told whatever else is wrong, for the page that answers names it as read. A
    request without the field comes from no page of ours and decides on what is there.
    """

    newer = "页面打开以后内容有变化，请核对后再办理"
    #: :func:`digest_of` what the page shows; empty where that cannot change.
    page_digest = ""

    def attempt(self, act):
        return super().attempt(lambda: self.decide(act))

    def decide(self, act):
        """``act()``, unless its page is from before; raises :class:`Refused` with what came."""
        refuse_if(self.reasons_against_old_page())
        return act()

    def reasons_against_old_page(self):
        """What came since the page that was sent, all of it read anew; empty where nothing did."""
        if "shown" not in self.request.POST:
            return []
        now = type(self)()
        now.setup(self.request, *self.args, **self.kwargs)
        return [self.newer] if typed(self.request.POST, "shown") != now.page_digest else []

    def form_invalid(self, form):
        for reason in self.reasons_against_old_page():
            if reason not in form.non_field_errors():
                form.add_error(None, reason)
        return super().form_invalid(form)

"""Recording that a notice hangs at the board of a village."""

from django.db import transaction

from files.intake import examine_photo, take
from records import evidence
from records.audit import record
from rules.refusal import Refused, refuse_fields

from ..boards import reasons_against_posting
from ..models import BoardPosting, Publicity


def post_on_board(
    publicity,
    station,
    *,
    place,
    posted_on,
    posted_by_name,
    photo=None,
    is_photo_public=False,
    by,
    at,
):
    """The new :class:`BoardPosting`; ``photo`` is bytes, ``is_photo_public`` that it may be shown.

    What a camera added to the photo is taken off. Raises ``Refused``.
    """
    sound = _examined(photo)
    with transaction.atomic():
        publicity = Publicity.objects.select_for_update(of=("self",)).get(pk=publicity.pk)
        refuse_fields(
            reasons_against_posting(
                publicity,
                station,
                place=place,
                posted_on=posted_on,
                name=posted_by_name,
                has_photo=sound is not None,
                is_public=is_photo_public,
                by=by,
                at=at,
            )
        )
        posting = BoardPosting(
            publicity=publicity,
            station=station,
            place=place.strip(),
            posted_on=posted_on,
            posted_by_name=posted_by_name.strip(),
            photo=take(sound, by=by, at=at) if sound else None,
            is_photo_public=is_photo_public,
            recorded_at=at,
            recorded_by=by,
        )
        posting.leaf = evidence.append(posting.words(), at=at)
        posting.save()
        record(
            "publicity.post", posting, by=by, at=at, station=station.code, is_public=is_photo_public
        )
        return posting


def _examined(photo):
    try:
        return examine_photo(photo) if photo else None
    except Refused as refused:
        raise Refused(refused.reasons, {"photo": refused.reasons}) from refused

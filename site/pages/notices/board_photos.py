"""The photo of a board below a notice: ``<notice>/board/<key>/``, where it may be public."""

from cryptography.fernet import InvalidToken
from django.http import Http404, HttpResponse

from files.delivery import read
from files.opening import JPEG
from rules.refusal import Refused

#: Digits of the largest key for which every database has room.
LONGEST_KEY = 18


def board_photo(page, key):
    """The JPEG of the posting whose key the address names; 404 for any other."""
    number = key[0] if len(key) == 1 else ""
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_KEY):
        raise Http404
    public = page.publicity.postings.filter(is_photo_public=True).select_related("photo")
    posting = public.filter(pk=number).first()
    if posting is None:
        raise Http404
    try:
        return HttpResponse(read(posting.photo), content_type=JPEG)
    except (Refused, InvalidToken, FileNotFoundError) as missing:
        raise Http404 from missing

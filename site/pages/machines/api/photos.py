"""Photos of products as data: the very sizes that the pages show, in WebP, with their words."""

from ninja import Schema

from ...catalogue.public_text import masked

#: What ``pages/_product_photos.html`` asks for: the same files serve both.
THUMB = "fill-240x180|format-webp|webpquality-75"
CARD = "fill-480x360|format-webp|webpquality-78"
LEAD = "fill-960x720|format-webp|webpquality-78"
LARGE = "width-1600|format-webp|webpquality-80"


class SizeOut(Schema):
    url: str
    width: int
    height: int
    type: str = "image/webp"


class PhotoOut(Schema):
    """One photo: ``srcset`` is ready for ``<img>``, ``sizes`` tell the same one by one."""

    alt: str
    srcset: str
    sizes: list[SizeOut]


def photo_data(photo, request, sizes=(THUMB, CARD, LEAD, LARGE)):
    """What :class:`PhotoOut` holds of a product's photo; sizes that are missing are made."""
    made = photo.image.get_renditions(*sizes)
    rows = [
        {
            "url": request.build_absolute_uri(made[each].url),
            "width": made[each].width,
            "height": made[each].height,
        }
        for each in sizes
    ]
    srcset = ", ".join(f"{each['url']} {each['width']}w" for each in rows)
    return {"alt": masked(photo.alt_text), "srcset": srcset, "sizes": rows}

"""Pictures to upload: small, plain, and when asked with what a telephone writes into them."""

import io

from PIL import Image


def picture(colour="orange", size=(640, 480), kind="JPEG", place=""):
    """The bytes of a picture; ``place`` goes into its EXIF."""
    image = Image.new("RGB", size, colour)
    exif = Image.Exif()
    if place:
        exif[0x010E] = place  # ImageDescription
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()

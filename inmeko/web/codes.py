"""Codes to scan: an address as a drawing inside a page, or as a picture of its own."""

import io

import qrcode
from markupsafe import Markup
from qrcode.image.pil import PilImage
from qrcode.image.svg import SvgPathImage


def drawn(address: str) -> Markup:
    """A code that leads to an address, as a drawing inside the page."""
    image = _made(address).make_image(image_factory=SvgPathImage)
    # Our own drawing of an address that we have made.
    return Markup(image.to_string(encoding="unicode"))


def picture(address: str) -> bytes:
    """A code that leads to an address, as a PNG."""
    target = io.BytesIO()
    _made(address).make_image(image_factory=PilImage).save(target, format="PNG")
    return target.getvalue()


def _made(address: str) -> qrcode.QRCode:
    made = qrcode.QRCode(border=2, error_correction=qrcode.ERROR_CORRECT_M)
    made.add_data(address)
    return made

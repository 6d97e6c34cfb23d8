"""Make photos fit to be shown: smaller, upright, and without what the camera wrote into them."""

import io
import warnings
from typing import IO

from PIL import Image, ImageOps

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.records.rules import files

LONGEST = 1600
THUMBNAIL = 400
MOST_PIXELS = 80_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def published(content: IO[bytes], filename: str) -> IO[bytes]:
    """A copy of a photo for everybody, at most 1600 pixels, with nothing but its pixels."""
    return io.BytesIO(_drawn(content, filename, LONGEST))


def thumbnail(content: IO[bytes], filename: str) -> bytes:
    """A small copy of a photo: at most 400 pixels."""
    return _drawn(content, filename, THUMBNAIL)


def _drawn(content: IO[bytes], filename: str, longest: int) -> bytes:
    content.seek(0)
    try:
        with warnings.catch_warnings():
            # Our own limit of pixels is checked before anything is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(content, formats=FORMATS) as image:
                return _smaller(image, filename, longest)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise RuleError(
            N_("“%(name)s” is broken: the picture cannot be read."),
            field="file",
            values={"name": files.shown(filename)},
        ) from error
    finally:
        content.seek(0)


def _smaller(image: Image.Image, filename: str, longest: int) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise RuleError(
            N_("“%(name)s” has too many pixels; at most 80 million are taken."),
            field="file",
            values={"name": files.shown(filename)},
        )
    kind = image.format
    image.draft("RGB", (longest, longest))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((longest, longest))
    mode = "RGB" if kind == "JPEG" else ("RGBA" if upright.has_transparency_data else "RGB")
    # A new picture has pixels and no memory of places, comments and cameras.
    clean = Image.new(mode, upright.size)
    clean.paste(upright.convert(mode))
    target = io.BytesIO()
    clean.save(target, kind, quality=85, optimize=True)
    return target.getvalue()

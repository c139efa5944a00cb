"""A square code that leads a phone to a page."""

from __future__ import annotations

import base64
import io

import qrcode  # type: ignore[import-untyped]
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]


def qr_picture(url: str) -> str:
    """The address of an SVG that holds ``url``, as ``data:``."""
    stream = io.BytesIO()
    qrcode.make(url, image_factory=SvgPathImage, box_size=6, border=2).save(stream)
    return f"data:image/svg+xml;base64,{base64.b64encode(stream.getvalue()).decode('ascii')}"

"""Files in a body."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable

from ninja import Field

from xunwang.api.problems import ApiError
from xunwang.api.shapes import Given
from xunwang.inspection.hearing.uploads import Upload


class AttachmentIn(Given):
    """A file that proves something."""

    name: str = Field(min_length=1, max_length=200)
    content: str = Field(max_length=4_500_000, description="文件内容（Base64）")


def uploads_in(files: Iterable[AttachmentIn]) -> tuple[Upload, ...]:
    """The files. Raises ApiError for what is no Base64."""
    return tuple(_upload(file) for file in files)


def _upload(file: AttachmentIn) -> Upload:
    try:
        return Upload(file.name, base64.b64decode(file.content, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ApiError("invalid", f"附件“{file.name}”不是有效的Base64。") from error

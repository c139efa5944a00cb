"""Files that offices hand in to be collected from: bounded, named by their content, below the folder of uploads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePath
from secrets import token_hex

from django.conf import settings

from xunwang.media.errors import MediaError
from xunwang.media.way_words import WORDS
from xunwang.posts.records import Way

LARGEST = 50 * 1024 * 1024
"""Bytes of one file."""


def uploads_folder() -> Path:
    """Where the files lie that collectors are asked to read."""
    return Path(settings.MEDIA_ROOT) / "collections"


def keep_upload(way: Way, name: str, chunks: Iterator[bytes]) -> str:
    """Keep a file; gives its address, as the way takes it. Raises MediaError for a strange, empty or large one."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in WORDS[way].endings:
        raise MediaError(f"“{name[:80]}”不能用于{way.label}，请上传{'、'.join(WORDS[way].endings)}文件。")
    folder = uploads_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    unfinished = folder / f"{token_hex(16)}.unfinished"
    try:
        with unfinished.open("xb") as file:
            unfinished.chmod(0o600)
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST:
                    raise MediaError(f"“{name[:80]}”超过{LARGEST // 1024 // 1024}MB，请分成几个文件。")
                digest.update(chunk)
                file.write(chunk)
        if not size:
            raise MediaError(f"“{name[:80]}”是空文件。")
        address = f"{digest.hexdigest()[:2]}/{digest.hexdigest()}.{ending}"
        place = folder / address
        place.parent.mkdir(exist_ok=True, mode=0o700)
        # The newest upload of the same bytes says when they were handed in.
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)
    return address

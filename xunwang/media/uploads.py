"""Files that offices hand in to be collected from: bounded, named by their content, below the folder of uploads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePath
from secrets import token_hex

from django.conf import settings

from xunwang.media.errors import MediaError
from xunwang.media.way_words import WORDS, Extra
from xunwang.posts.records import Way


def uploads_folder() -> Path:
    """Where the files lie that collectors are asked to read."""
    return Path(settings.MEDIA_ROOT) / "collections"


def keep_upload(way: Way, name: str, chunks: Iterator[bytes], extra: Extra | None = None) -> str:
    """Keep a file of the way, or of something more that it takes; gives its address, as the collector takes it.

    Raises MediaError for a strange, empty or large one.
    """
    ending, words = PurePath(name).suffix.lower().lstrip("."), WORDS[way]
    endings = extra.endings if extra is not None else words.endings
    if ending not in endings:
        raise MediaError(f"“{name[:80]}”不能用于{way.label}，请上传{'、'.join(endings)}文件。")
    folder = uploads_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    unfinished = folder / f"{token_hex(16)}.unfinished"
    try:
        with unfinished.open("xb") as file:
            unfinished.chmod(0o600)
            for chunk in chunks:
                size += len(chunk)
                if size > words.largest:
                    told = f"“{name[:80]}”超过{words.largest // 1024 // 1024}MB"
                    raise MediaError(f"{told}，请分成几个文件。" if extra is None else f"{told}，不能上传。")
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

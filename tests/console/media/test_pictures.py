"""Screenshots and photographs: kept without place, owner and what hides behind their end."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.storage import default_storage

from tests.console.inspection.pictures import png
from tests.console.media.jpegs import OWNER, PLACE, jpeg
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.pictures import is_jpeg
from xunwang.inspection.hearing.uploads import Upload
from xunwang.media.pictures import keep_picture


def stored(path: str) -> bytes:
    with default_storage.open(path) as file:
        return bytes(file.read())


def test_place_owner_and_device_are_removed_while_time_and_orientation_stay() -> None:
    content = jpeg(turned=6)
    assert PLACE in content and OWNER in content
    found = keep_picture(Upload("IMG_1.JPG", content))
    kept = stored(found.kept.path)
    assert is_jpeg(kept)
    for secret in (PLACE, OWNER, b"model X", b"GPS"):
        assert secret not in kept
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept, "how to turn it"
    assert found.taken_at == "2020-11-30 10:15:00"
    assert found.original_digest == hashlib.sha256(content).hexdigest() != found.kept.digest
    assert found.kept.digest == hashlib.sha256(kept).hexdigest()


def test_the_film_that_phones_hide_behind_a_photograph_is_cut_off() -> None:
    found = keep_picture(Upload("live.jpg", jpeg(behind=b"ftypmp42 film " * 50)))
    assert is_jpeg(stored(found.kept.path))


def test_an_upright_photograph_needs_no_word_about_turning() -> None:
    assert b"Exif" not in stored(keep_picture(Upload("a.jpg", jpeg(turned=1))).kept.path)


def test_texts_in_a_screenshot_are_removed() -> None:
    plain = png()
    text = b"\x00\x00\x00\x05tEXthello\x00\x00\x00\x00"
    found = keep_picture(Upload("a.png", plain[:33] + text + plain[33:]))
    assert stored(found.kept.path) == plain


def test_a_picture_is_named_by_what_it_is() -> None:
    assert keep_picture(Upload("image", png())).kept.name == "image.png"
    assert keep_picture(Upload("../../etc/截图.heic", jpeg())).kept.name == "截图.jpg"


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\xff\xff", png()[:-20], jpeg()[:-8], b"<svg/>"],
)
def test_what_is_no_sound_picture_is_refused(content: bytes) -> None:
    with pytest.raises(InspectionError):
        keep_picture(Upload("a.jpg", content))


def test_a_photograph_that_can_not_be_cleaned_is_not_kept_with_its_place() -> None:
    content = jpeg()
    odd = content[:2] + b"\xff\x01" + content[2:]
    assert is_jpeg(odd), "a sound picture, with a marker in a place where no camera sets one"
    with pytest.raises(InspectionError):
        keep_picture(Upload("a.jpg", odd))


def test_no_bytes_make_it_fail_otherwise() -> None:
    content = jpeg(behind=b"x")
    for cut in range(2, len(content)):
        for damaged in (content[:cut], content[:cut] + b"\xff" + content[cut + 1 :]):
            try:
                keep_picture(Upload("a.jpg", damaged))
            except InspectionError:
                continue

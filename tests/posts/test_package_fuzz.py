"""No bytes make the reader raise anything but its own error."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.package import read_package
from xunwang.simulate.platforms.packages import package_bytes, package_of

MADE = package_bytes(package_of(5, "云泽通", "app.yunze.gov.cn", datetime(2020, 11, 30, tzinfo=UTC)))
BUILT = (Path(__file__).with_name("packages") / "signed-v1-v2-v3.apk").read_bytes()
PARTS = ("AndroidManifest.xml", "resources.arsc", "res/xml/network.xml", "META-INF/A.EC")
with zipfile.ZipFile(io.BytesIO(BUILT)) as opened:
    FILES = {info.filename: opened.read(info) for info in opened.infolist()}
CHANGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.one_of(st.binary(min_size=1, max_size=4), st.sampled_from(
        [b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\x01\x02", b"\x08\0"]
    ))),
    min_size=1, max_size=12,
)  # fmt: skip
MANY = settings(max_examples=400, deadline=2000, suppress_health_check=[HealthCheck.too_slow])


def changed(data: bytes, changes: list[tuple[float, bytes]]) -> bytes:
    made = bytearray(data)
    for share, new in changes:
        place = int(share * len(made))
        made[place : place + len(new)] = new
    return bytes(made)


def tried(data: bytes) -> None:
    try:
        package = read_package(data)
    except UnreadableError as error:
        assert error.flaw in (Flaw.BROKEN, Flaw.TOO_LARGE, Flaw.UNSUPPORTED)
        return
    assert package.name
    assert len(package.digest) == 64


@MANY
@given(st.sampled_from([MADE, BUILT]), CHANGES, st.floats(0, 1))
def test_a_changed_file_is_read_or_refused(
    data: bytes, changes: list[tuple[float, bytes]], cut: float
) -> None:
    tried(changed(data, changes))
    tried(changed(data, changes)[: int(cut * len(data))])


@pytest.mark.parametrize("part", [name for name in PARTS if name in FILES])
@MANY
@given(changes=CHANGES)
def test_a_changed_part_is_read_or_refused(part: str, changes: list[tuple[float, bytes]]) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in (FILES | {part: changed(FILES[part], changes)}).items():
            archive.writestr(name, content)
    tried(held.getvalue())


@MANY
@given(st.binary(max_size=400))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_package(data)
    with pytest.raises(UnreadableError):
        read_package(b"PK\3\4" + data)

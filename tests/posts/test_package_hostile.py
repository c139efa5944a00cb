"""Broken, hostile and other files: one clear error each, in Chinese, in bounded time and memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.package import read_package
from xunwang.simulate.platforms.package_files import Element, binary_xml, string_pool
from xunwang.simulate.platforms.packages import Harm, Traits, package_bytes, package_of

NOW = datetime(2020, 11, 30, 10, tzinfo=UTC)


def made(harm: Harm = Harm.NONE) -> bytes:
    return package_bytes(package_of(3, "云泽通", "app.yunze.gov.cn", NOW, Traits(harm=harm)))


WHOLE = made()
with zipfile.ZipFile(io.BytesIO(WHOLE)) as opened:
    FILES = {info.filename: opened.read(info) for info in opened.infolist()}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def refused(data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_package(data)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in caught.value.message)
    return caught.value


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (made(Harm.PAGE), "网页"),
        (b"\xef\xbb\xbf\r\n<html><body>404 Not Found</body></html>", "网页"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "不是安卓安装包"),
        (zipped({"Payload/Demo.app/Info.plist": b"bplist00"}), "iOS"),
        (zipped({"base.apk": WHOLE, "split_config.zh.apk": b""}), "base.apk"),
        (zipped({"BundleConfig.pb": b"", "base/manifest/AndroidManifest.xml": b""}), "AAB"),
        (zipped({"module.json": b"{}", "resources.index": b""}), "鸿蒙"),
        (zipped({"readme.txt": b"hello"}), "没有清单"),
    ],
    ids=["error page", "page with a mark", "picture", "ios", "split", "bundle", "harmony", "other zip"],
)
def test_what_is_no_package_is_named(data: bytes, words: str) -> None:
    error = refused(data)
    assert error.flaw is Flaw.UNSUPPORTED
    assert words in error.message


def test_an_empty_file_is_broken() -> None:
    assert refused(b"").flaw is Flaw.BROKEN


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_package_is_broken(share: float) -> None:
    error = refused(WHOLE[: int(len(WHOLE) * share)])
    assert error.flaw is Flaw.BROKEN
    assert "不完整" in error.message


def test_two_packages_one_after_the_other_are_broken() -> None:
    assert refused(WHOLE + WHOLE).flaw is Flaw.BROKEN


def test_bytes_spliced_into_the_middle_are_noticed() -> None:
    assert refused(WHOLE[:3000] + b"spliced" * 40 + WHOLE[3000:]).flaw is Flaw.BROKEN


def test_a_bomb_is_refused_without_inflating_it() -> None:
    data = made(Harm.BOMB)
    tracemalloc.start()
    error = refused(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error.flaw is Flaw.TOO_LARGE
    assert peak < 24 << 20, "the manifest would be 64 MiB"


def test_a_small_bomb_is_told_by_its_ratio() -> None:
    error = refused(zipped(FILES | {"resources.arsc": bytes(32 << 20)}))
    assert error.flaw is Flaw.TOO_LARGE
    assert "压缩比" in error.message


def test_a_bomb_in_what_only_gives_hints_costs_the_hints() -> None:
    package = read_package(
        zipped(FILES | {"assets/a.json": bytes(64 << 20), "classes2.dex": bytes(64 << 20)})
    )
    assert package.hosts[0] == "app.yunze.gov.cn"


def test_many_entries_are_read_in_bounded_time() -> None:
    data = zipped(FILES | {f"assets/{number}.json": b"{}" for number in range(30_000)})
    start = process_time()
    read_package(data)
    assert process_time() - start < 5


def test_a_directory_that_promises_more_than_is_there_is_broken() -> None:
    data = bytearray(WHOLE)
    end = data.rindex(b"PK\5\6")
    struct.pack_into("<HH", data, end + 8, 60_000, 60_000)
    assert refused(bytes(data)).flaw is Flaw.BROKEN


def test_entries_on_top_of_each_other_are_refused() -> None:
    data = bytearray(zipped(FILES))
    first, second = (data.index(b"PK\1\2") for _ in range(2))
    second = data.index(b"PK\1\2", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert "重叠" in refused(bytes(data)).message


def test_two_manifests_are_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("AndroidManifest.xml", FILES["AndroidManifest.xml"])
        archive.writestr(
            "AndroidManifest.xml", binary_xml(Element("manifest", plain={"package": "evil.app"}))
        )
    assert "两个" in refused(held.getvalue()).message


def test_names_that_climb_out_of_the_folder_go_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    hostile = {
        "../../../evil.json": b"x",
        "/etc/evil.json": b"x",
        "assets/../../evil.json": b"https://a.gov.cn/",
    }
    read_package(zipped(FILES | hostile))
    assert list(tmp_path.iterdir()) == []


def test_the_flag_of_encryption_alone_deceives_nobody() -> None:
    data = bytearray(WHOLE)
    place = data.index(b"PK\1\2")
    data[place + 8] |= 1
    assert read_package(bytes(data)).label == "云泽通"


def test_what_is_really_encrypted_is_said_so() -> None:
    data = bytearray(WHOLE)
    place = data.index(b"PK\1\2")
    data[place + 8] |= 1
    (size,) = struct.unpack_from("<I", data, place + 20)
    start = 30 + len("AndroidManifest.xml")
    data[start : start + size] = bytes(byte ^ 0x5A for byte in data[start : start + size])
    assert "加密" in refused(bytes(data)).message


def test_a_manifest_of_plain_xml_is_not_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><manifest>&b;</manifest>'
    error = refused(zipped(FILES | {"AndroidManifest.xml": bomb}))
    assert error.flaw is Flaw.BROKEN


def test_a_network_configuration_of_plain_xml_says_nothing() -> None:
    outside = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><network-security-config>&f;</network-security-config>'
    package = read_package(zipped(FILES | {"res/xml/network_security_config.xml": outside}))
    assert package.cleartext is None


def test_a_damaged_entry_is_told_by_its_checksum() -> None:
    data = bytearray(zipped(FILES, zipfile.ZIP_STORED))
    data[40 + len("AndroidManifest.xml") + 200] ^= 1
    assert "损坏" in refused(bytes(data)).message


def test_elements_without_end_are_refused() -> None:
    tower = Element("manifest", plain={"package": "cn.gov.example"})
    for _ in range(300):
        tower = Element("manifest", plain={"package": "cn.gov.example"}, children=(tower,))
    assert refused(zipped(FILES | {"AndroidManifest.xml": binary_xml(tower)})).flaw is Flaw.BROKEN


def test_strings_that_lie_on_top_of_each_other_are_refused_in_time() -> None:
    """A pool of one long string that a hundred thousand entries point to, each of them asked for."""
    count = 100_000
    pool = bytearray(string_pool(["x" * 30_000], utf8=True))
    head, text = bytes(pool[:28]), bytes(pool[32:])
    kind, size, _ = struct.unpack_from("<HHI", head)
    start = 28 + 4 * count
    made_pool = struct.pack("<HHI", kind, size, start + len(text))
    made_pool += struct.pack("<IIIII", count, 0, 0x100, start, 0) + bytes(4 * count) + text
    element = struct.pack("<HHIII", 0x0102, 16, 0, 1, 0xFFFFFFFF)
    body = b""
    for number in range(0, count, 1000):
        attributes = b"".join(
            struct.pack("<IIIHBBI", 0xFFFFFFFF, number + step, 0, 8, 0, 3, number + step)
            for step in range(1000)
        )
        inner = struct.pack("<IIHHHHHH", 0xFFFFFFFF, number, 20, 20, 1000, 0, 0, 0) + attributes
        body += element[:4] + struct.pack("<I", 16 + len(inner)) + element[8:] + inner
    manifest = struct.pack("<HHI", 3, 8, 8 + len(made_pool) + len(body)) + made_pool + body
    begun = process_time()
    assert "字符串" in refused(zipped(FILES | {"AndroidManifest.xml": manifest}, zipfile.ZIP_STORED)).message
    assert process_time() - begun < 5


def test_a_manifest_of_nothing_but_numbers_takes_no_more_memory_than_it_has() -> None:
    plain = FILES["AndroidManifest.xml"]
    numbers = struct.pack("<HHI", 0x0180, 8, 8 + (7 << 20)) + bytes(7 << 20)
    manifest = struct.pack("<HHI", 3, 8, len(plain) + len(numbers)) + plain[8:] + numbers
    data = zipped(FILES | {"AndroidManifest.xml": manifest}, zipfile.ZIP_STORED)
    tracemalloc.start()
    read_package(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 24 << 20


def test_an_unreadable_certificate_is_still_a_signer() -> None:
    held = WHOLE
    end = held.rindex(b"PK\5\6")
    (directory,) = struct.unpack_from("<I", held, end + 16)
    start = held.rindex(b"\x30\x82", 0, directory - 24)
    broken = held[: start + 4] + bytes(20) + held[start + 24 :]
    assert read_package(broken).signer_digest != read_package(held).signer_digest


def test_a_wrong_length_in_the_signing_block_falls_back_to_the_older_signature() -> None:
    data = bytearray(WHOLE)
    place = data.index(b"APK Sig Block 42")
    struct.pack_into("<Q", data, place - 8, 1 << 60)
    assert read_package(bytes(data)).signer == read_package(WHOLE).signer


def test_checksums_are_those_of_the_content() -> None:
    assert (
        zlib.crc32(FILES["AndroidManifest.xml"])
        == zipfile.ZipFile(io.BytesIO(WHOLE)).getinfo("AndroidManifest.xml").CRC
    )

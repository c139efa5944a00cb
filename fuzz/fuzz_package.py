"""Coverage-guided fuzzing of packages: no bytes may raise anything but a UnreadableError, hang, or take memory.

Needs the packages of ``requirements/fuzz.lock``. Ten minutes::

    python fuzz/fuzz_package.py CORPUS_DIR -max_total_time=600 -max_len=65536 -timeout=5 -rss_limit_mb=1024

All options are libFuzzer's. The first byte of an input chooses what the rest is: the whole file, or one file of a
package that is put together around it, so that the readers behind the ZIP and its checksums are reached as well.
"""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import UTC, datetime

import atheris

with atheris.instrument_imports(include=["xunwang.posts.package"]):
    from xunwang.posts.errors import Flaw, UnreadableError
    from xunwang.posts.package import read_package
from xunwang.simulate.platforms.packages import package_bytes, package_of

WHOLE = package_bytes(package_of(1, "云泽通", "app.example.gov.cn", datetime(2020, 11, 30, tzinfo=UTC)))
with zipfile.ZipFile(io.BytesIO(WHOLE)) as opened:
    FILES = {info.filename: opened.read(info) for info in opened.infolist()}
PARTS = (
    "",
    "AndroidManifest.xml",
    "resources.arsc",
    "res/xml/network_security_config.xml",
    "META-INF/CERT.EC",
)


def one_package(data: bytes) -> None:
    """Read one input, and check what every caller relies on."""
    part, body = (PARTS[data[0] % len(PARTS)], data[1:]) if data else ("", b"")
    try:
        package = read_package(_around(part, body) if part else body)
    except UnreadableError as error:
        if not error.message or error.flaw not in (Flaw.BROKEN, Flaw.TOO_LARGE, Flaw.UNSUPPORTED):
            raise AssertionError("an error that says nothing") from error
        return
    if not package.name or len(package.digest) != 64:
        raise AssertionError("a package without name or digest")
    if package.signed_until is not None and package.signed_until.tzinfo is None:
        raise AssertionError("a time without a zone")


def _around(part: str, body: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in (FILES | {part: body}).items():
            archive.writestr(name, content)
    return held.getvalue()


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_package)
    atheris.Fuzz()

"""Reads WARC and ARC files of any maker, and says clearly what is wrong with a bad one."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from xunwang.fetch.evidence.gzip_members import gzip_members
from xunwang.fetch.evidence.page import EvidenceError

_MOST_BYTES = 64 * 1024 * 1024


class BadWarcError(EvidenceError, ValueError):
    """The file is no sound web archive. The text names the record and the fault in Chinese."""


class WarcRecord(NamedTuple):
    """One record of a web archive."""

    kind: str
    """``response``, ``request``, ``revisit``, ``metadata``, ``resource``, ``warcinfo``, ``arc_header`` …"""
    url: str
    date: str
    """As written in the file."""
    record_headers: tuple[tuple[str, str], ...]
    status: str
    """Status line of the HTTP answer, or the request line; empty for other records."""
    headers: tuple[tuple[str, str], ...]
    payload: bytes
    """Content with transfer coding and content coding removed."""
    digest_checked: bool
    """The file states a digest of the record, and it is right."""


def read_warc(path: Path) -> Iterator[WarcRecord]:
    """The records of a WARC or ARC file, plain or gzip, in order.

    Raises BadWarcError at the first record that is truncated, has a wrong digest, is not where the one
    before it ends, or is not compressed on its own; the records before it have been given out.
    """
    with path.open("rb") as stream:
        # warcio reports some faults on the error stream only; its counter is what is looked at here.
        records = ArchiveIterator(stream, check_digests=True)
        number = 0
        while True:
            number += 1
            try:
                with redirect_stderr(StringIO()):
                    record = next(records, None)
                    faults = records.err_count
                    if faults:
                        raise BadWarcError(
                            f"{path.name}：第 {number - 1} 条记录的实际长度与 Content-Length 不符"
                        )
                    if record is None:
                        _check_end(path, number - 1)
                        return
                    yield _record(record, f"{path.name}：第 {number} 条记录")
            except ArchiveLoadFailed as error:
                raise BadWarcError(f"{path.name}：第 {number} 条记录无法读取，{_reason(error)}") from error
            except BadWarcError:
                raise
            except (
                ValueError,
                TypeError,
                AttributeError,
                LookupError,
                EOFError,
                OSError,
                zlib.error,
            ) as error:
                # warcio meets damaged heads with whatever its code runs into, AttributeError included.
                raise BadWarcError(f"{path.name}：第 {number} 条记录无法读取（{error}）") from error


def _check_end(path: Path, records: int) -> None:
    """A file that was cut off looks to warcio like one that has ended."""
    size = path.stat().st_size
    if size and not records:
        raise BadWarcError(f"{path.name}：文件中没有任何记录")
    with path.open("rb") as stream:
        is_gzip = stream.read(2) == b"\x1f\x8b"
    if is_gzip and max((end for _, _, end in gzip_members(path)), default=0) < size:
        raise BadWarcError(f"{path.name}：文件末尾不完整，最后一条记录被截断")


def _record(record: ArcWarcRecord, where: str) -> WarcRecord:
    fields = record.rec_headers
    if not record.rec_type:
        raise BadWarcError(f"{where}没有类型（WARC-Type）")
    if record.format == "arc":
        _check_arc(record, where)
    payload = record.content_stream().read(_MOST_BYTES)
    rest = record.raw_stream.read(1 << 16)
    while rest:
        rest = record.raw_stream.read(1 << 16)
    if getattr(record.raw_stream, "limit", 0) and not _is_whole_arc(record, payload):
        raise BadWarcError(f"{where}不完整，缺少 {record.raw_stream.limit} 字节")
    checker = record.digest_checker
    if checker.passed is False:
        raise BadWarcError(f"{where}内容与摘要不符（{'；'.join(checker.problems)}）")
    http = record.http_headers
    return WarcRecord(
        kind=record.rec_type,
        url=fields.get_header("WARC-Target-URI") or fields.get_header("uri") or "",
        date=fields.get_header("WARC-Date") or fields.get_header("archive-date") or "",
        record_headers=tuple(fields.headers),
        status=f"{http.protocol} {http.statusline}".strip() if http else "",
        headers=tuple(http.headers) if http else (),
        payload=payload,
        digest_checked=checker.passed is True,
    )


def _check_arc(record: ArcWarcRecord, where: str) -> None:
    length = record.rec_headers.get_header("length")
    if not (length.isascii() and length.isdigit()):
        raise BadWarcError(f"{where}的长度“{length}”不是非负整数")


def _is_whole_arc(record: ArcWarcRecord, payload: bytes) -> bool:
    """Some ARC writers state a few bytes too many; the HTTP answer tells whether any are missing."""
    length = str(record.http_headers.get_header("Content-Length")) if record.http_headers else ""
    return record.format == "arc" and length.isdigit() and int(length[:12]) <= len(payload)


def _reason(error: ArchiveLoadFailed) -> str:
    text = str(error)
    if "non-chunked" in text:
        return "文件未按记录分段压缩（gzip 段内有多条记录），请用 warcio recompress 修复后再读"
    if "first line" in text:
        return f"缺少记录头（{text.partition('first line:')[2].strip()[:60]}）"
    return text.strip()[:120]

"""Workbooks built to hurt, refused before the reader sees them.

The reader holds a rectangle from the first to the last cell: 5 KB with one cell in the last corner of a sheet ask it for
half a terabyte, which ends the process. It also unpacks what it finds, whatever the archive says of its size.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

MAX_UNPACKED = 400 * 1024 * 1024
MAX_CELLS = 6_000_000
"""200,000 rows of 30 columns."""
_MAX_PARTS = 5000
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,9})(\d{0,12})[\"']")
_ROW = re.compile(rb"<(?:\w{1,20}:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w{1,20}:)?c[\s/>]")
_ODS_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)([\s/>][^<]{0,4000})")
_ROWS_REPEATED = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d{1,12})")
_COLUMNS_REPEATED = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d{1,12})")
_LOCAL_HEADER = 30


class RefusedWorkbookError(Exception):
    """The message says in Chinese what to do."""


def check_workbook(body: bytes) -> None:
    """Raises :class:`RefusedWorkbookError` for an archive that unpacks to too much, or a sheet with too many cells.

    What is no archive is left to the reader.
    """
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise RefusedWorkbookError("解压后过大。请删去多余的工作表和图片后重试。")
            if any(
                part.filename.lower().endswith(".bin") and "workbook" in part.filename.lower()
                for part in parts
            ):
                raise RefusedWorkbookError("是XLSB格式。请另存为XLSX或CSV后重试。")
            for part in parts:
                _check_part(_unpacked(body, part), part.filename)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        ValueError,
        LookupError,
        OSError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise RefusedWorkbookError("压缩内容已损坏。请重新另存为XLSX或CSV后重试。") from error


def _unpacked(body: bytes, part: zipfile.ZipInfo) -> bytes:
    """The part's content as it really is, not as the archive's directory says."""
    if part.flag_bits & 1:
        raise RefusedWorkbookError("设有密码。请去掉密码后重试。")
    name, extra = struct.unpack_from("<HH", body, part.header_offset + _LOCAL_HEADER - 4)
    start = part.header_offset + _LOCAL_HEADER + name + extra
    packed = body[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        return packed
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise RefusedWorkbookError("使用了不支持的压缩方式。请重新另存为XLSX或CSV后重试。")
    content = zlib.decompressobj(-15).decompress(packed, part.file_size + 1)
    if len(content) > part.file_size:
        raise RefusedWorkbookError("压缩内容与其声明的大小不符。请重新另存为XLSX或CSV后重试。")
    return content


def _check_part(content: bytes, name: str) -> None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
        raise RefusedWorkbookError("使用了不支持的编码。请重新另存为XLSX或CSV后重试。")
    rows, columns = _ods_size(content) if name == "content.xml" else _sheet_size(content)
    if rows * columns > MAX_CELLS:
        raise RefusedWorkbookError(
            f"工作表有{rows}行、{columns}列，超过可读取的范围。请删去末尾的空行空列（或另存为CSV）后重试。"
        )


def _sheet_size(content: bytes) -> tuple[int, int]:
    """Rows and columns of a sheet of XLSX, at most; 0, 0 for other parts."""
    rows, columns = len(_ROW.findall(content)), 0
    for letters, digits in _PLACE.findall(content):
        if digits:
            rows = max(rows, int(digits))
        if letters:
            columns = max(columns, _column(letters))
    if rows * content.count(b"c") > MAX_CELLS:
        # Cells need not say where they stand: then they stand side by side.
        columns = max([columns, *(len(_CELL.findall(row)) for row in _ROW.split(content))])
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _ods_size(content: bytes) -> tuple[int, int]:
    """Rows and columns up to the last cell of a table of ODS that holds something; of the largest table."""
    most_rows = most_columns = rows = columns = repeated = 0
    for tag, attributes in _ods_tags(content):
        if tag == b"table":
            rows = 0
        elif tag == b"table-row":
            repeated = _number(_ROWS_REPEATED, attributes)
            rows, columns = rows + repeated, 0
        else:
            columns += _number(_COLUMNS_REPEATED, attributes)
            if (
                not attributes.rstrip(b"> \t\r\n").endswith(b"/")
                or b"value" in attributes
                or b"formula" in attributes
            ):
                most_rows, most_columns = max(most_rows, rows), max(most_columns, columns)
    return most_rows, most_columns


def _ods_tags(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    for found in _ODS_TAG.finditer(content):
        yield found[1], found[2].partition(b">")[0] + b">"


def _number(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1

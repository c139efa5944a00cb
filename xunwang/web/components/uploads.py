"""Tables that people upload: not too large, of a kind that can be read, read from a folder of their own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from xunwang.engine.spreadsheet import read_rows

MOST_BYTES = 20 * 1024 * 1024
KINDS = frozenset({".xlsx", ".xls", ".ods", ".csv"})


def table_file(label: str = "文件") -> forms.FileField:
    """A field for a table."""
    return forms.FileField(
        label=label,
        help_text="XLSX、XLS或CSV，第一张工作表；最大20MB。上传后先预览，确认后才写入。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        validators=[_readable],
    )


def rows_of_upload(file: UploadedFile[bytes]) -> list[list[str]]:
    """All rows as text. Raises SpreadsheetError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(file.name or '').suffix.lower()}"
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        rows = read_rows(path)
    # PostgreSQL keeps no NUL in text; no table means one.
    return [[cell.replace("\x00", "") for cell in row] for row in rows]


def _readable(file: UploadedFile[bytes]) -> None:
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError("文件超过20MB，请分成几个文件。")
    if Path(file.name or "").suffix.lower() not in KINDS:
        raise ValidationError("请上传XLSX、XLS或CSV文件。")

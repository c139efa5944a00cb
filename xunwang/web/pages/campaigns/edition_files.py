"""Editions that people upload: a field for the file, and its text."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 500_000


def edition_field(label: str, hint: str) -> forms.FileField:
    """A field for the YAML of an edition."""
    return forms.FileField(
        label=label,
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        help_text=f"YAML，最大500KB；{hint}",
    )


def text_of(file: UploadedFile[bytes] | None) -> str:
    """The text, empty without a file. Raises ValidationError for what cannot be an edition."""
    if file is None:
        return ""
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError("文件超过500KB，不是指标版本文件。")
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError("文件不是UTF-8编码，请另存为UTF-8后重新上传。") from error
    return text.replace("\x00", "")

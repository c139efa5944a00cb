"""The edition that a campaign judges by: a shipped one by its name, a province's own as text in the campaign."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from xunwang.inspection.errors import InspectionError
from xunwang.rules.edition import SHIPPED, Edition, load_edition


class Judged(Protocol):
    """A campaign, or the plan of one."""

    @property
    def edition_id(self) -> str:
        """Name of the edition."""

    @property
    def edition_text(self) -> str:
        """YAML of a province's own edition, or empty."""


def shipped_editions() -> list[Path]:
    """Files of the editions that come with the programme, by name."""
    return sorted(SHIPPED.glob("*.yaml"))


def edition_from_text(text: str) -> Edition:
    """An edition that somebody wrote. Raises EditionError with everything that is wrong."""
    with TemporaryDirectory(prefix="edition-") as folder:
        path = Path(folder) / "edition.yaml"
        path.write_text(text, encoding="utf-8")
        return load_edition(path)


def edition_of(campaign: Judged) -> Edition:
    """The campaign's edition. Raises EditionError for a faulty text, InspectionError for an unknown name."""
    return _edition(campaign.edition_id, campaign.edition_text)


@lru_cache(maxsize=16)
def _edition(name: str, text: str) -> Edition:
    if not text:
        path = SHIPPED / f"{name}.yaml"
        if not re.fullmatch(r"[\w-]{1,40}", name) or not path.is_file():
            known = "、".join(shipped.stem for shipped in shipped_editions())
            raise InspectionError(f"没有“{name}”版指标。可用：{known}；自定版本请上传文件。")
        return load_edition(path)
    edition = edition_from_text(text)
    if edition.id != name:
        raise InspectionError(f"上传的指标文件是“{edition.id}”版，与所选的“{name}”不一致。")
    return edition

"""Outcomes of the sampled accounts as a table: written for the checkers, read back from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xunwang.engine.spreadsheet import RowError
from xunwang.inspection.accounts import Noted
from xunwang.inspection.models import Campaign, CheckedAccount
from xunwang.registry.importing.cells import Cells, read_cells
from xunwang.registry.importing.columns import Column, Table
from xunwang.registry.platforms import all_platforms, platform_label
from xunwang.words import Outcome

LONGEST = 2000
_OTHER_NAMES = {"通过": Outcome.QUALIFIED, "不通过": Outcome.UNQUALIFIED, "未检查": Outcome.PENDING}


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A row of the file and the account that it is about."""

    number: int
    """As the spreadsheet counts, the header being 1 where it is the first row."""
    account: CheckedAccount
    checked: Noted

    @property
    def changes(self) -> bool:
        """It says something else than what is stored."""
        known = (self.account.outcome, self.account.problems)
        return known != (self.checked.outcome, self.checked.problems)


@dataclass(frozen=True, slots=True)
class OutcomeSheet:
    """A file understood; nothing is written yet."""

    rows: tuple[OutcomeRow, ...]
    errors: tuple[RowError, ...]
    ignored: tuple[str, ...]
    """Columns that nobody knows."""

    @property
    def useful(self) -> tuple[OutcomeRow, ...]:
        """Rows that change something."""
        return tuple(row for row in self.rows if row.changes)


def _platform(text: str) -> str:
    known = all_platforms().values()
    for platform in known:
        if text in (platform.label, platform.code):
            return platform.code
    raise ValueError(f"应为{'、'.join(platform.label for platform in known)}之一。")


def _outcome(text: str) -> Outcome:
    if text in _OTHER_NAMES:
        return _OTHER_NAMES[text]
    for outcome in Outcome:
        if text in (outcome.label, outcome.value):
            return outcome
    raise ValueError("应为合格、不合格或待定。")


def _problems(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError(f"超过{LONGEST}个字，请缩短。")
    return text


TABLE = Table(
    "outcomes",
    "抽查结果",
    (
        Column("platform", ("平台", "平台类型", "platform"), _platform, required=True),
        Column("name", ("账号名称", "名称", "账号", "name"), str, required=True),
        Column("unit", ("主办单位", "单位"), str),
        Column("outcome", ("结果", "检查结果", "是否合格", "outcome"), _outcome, required=True),
        Column("problems", ("问题", "存在问题", "problems"), _problems),
    ),
)
"""The columns. ``unit`` is for people only: platform and name tell the account."""


def sheet_of(campaign: Campaign) -> Iterator[list[str]]:
    """Header and one row for each sampled account, with what is known; reads back without a change."""
    yield [column.headers[0] for column in TABLE.columns]
    for one in campaign.accounts.all():
        known = "" if one.outcome == Outcome.PENDING else Outcome(one.outcome).label
        yield [platform_label(one.platform), one.name, one.unit_name, known, one.problems]


def read_outcomes(campaign: Campaign, rows: list[list[str]]) -> OutcomeSheet:
    """What the file says about the sample. Rows without an outcome are passed over.

    Raises SpreadsheetError where the file as a whole can't be read. Two queries at most.
    """
    sheet = read_cells(TABLE, rows)
    known = {(one.platform, one.name): one for one in campaign.accounts.all()}
    good: dict[int, OutcomeRow] = {}
    errors: list[RowError] = []
    for cells in sheet.cells:
        if _unchecked(cells, sheet.headers["outcome"]):
            continue
        found = cells.errors or _row(cells, known, sheet.headers)
        if not isinstance(found, OutcomeRow):
            errors += found
        elif found.account.pk in good:
            name = found.account.name
            errors.append(RowError(cells.row, sheet.headers["name"], name, "与前面的行重复，请删去一行。"))
        else:
            good[found.account.pk] = found
    return OutcomeSheet(tuple(good.values()), tuple(errors), sheet.ignored)


def _unchecked(cells: Cells, header: str) -> bool:
    """The outcome was left empty."""
    return any(error.column == header and not error.value for error in cells.errors)


def _row(
    cells: Cells, known: dict[tuple[str, str], CheckedAccount], headers: dict[str, str]
) -> OutcomeRow | tuple[RowError]:
    values = cells.values
    account = known.get((values["platform"], values["name"]))
    if account is None:
        remedy = "不在本次抽查之列，请核对平台和名称。"
        return (RowError(cells.row, headers["name"], values["name"][:80], remedy),)
    problems = values["problems"] if "problems" in cells.given else account.problems
    if values["outcome"] is Outcome.UNQUALIFIED and not problems.strip():
        return (RowError(cells.row, headers["outcome"], "不合格", "判为不合格须写明问题。"),)
    return OutcomeRow(cells.row, account, Noted(values["outcome"], problems.strip()))

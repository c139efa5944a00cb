"""Setting up the ways of many accounts from a table: first a look at what it does, then doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.engine.spreadsheet import RowError
from xunwang.media.errors import MediaError
from xunwang.media.models import AccountWay
from xunwang.media.way_words import WORDS, ways_for
from xunwang.media.ways import Setting, address_for, set_way
from xunwang.posts.records import Way
from xunwang.registry.models import Account
from xunwang.registry.platforms import platform_choices
from xunwang.registry.vocabulary import Status

HEADS = ("平台", "账号名称", "采集方式", "地址")
MOST_ROWS = 50_000
BY_TABLE = tuple(way for way, words in WORDS.items() if not words.endings and not words.secrets)
"""Files and secrets are handed in one by one, in the form of the account."""


class Line(NamedTuple):
    """A row that can be done; ``row`` counts as the spreadsheet shows it."""

    row: int
    account: int
    way: str
    address: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What a table would do."""

    lines: tuple[Line, ...]
    known: int
    """Rows that are set up so already."""
    errors: tuple[RowError, ...]


def plan_ways(rows: Sequence[Sequence[str]], by: User) -> Planned:
    """Look at a table. Raises MediaError for one that has other columns or no rows."""
    places = _places(rows)
    accounts = {
        (platform, name): pk
        for pk, platform, name in within(by, Action.EDIT_REGISTER, Account.objects.all(), "unit__path")
        .exclude(status=Status.CLOSED)
        .values_list("pk", "platform", "name")
    }
    there = {
        (row[0], row[1]): row[2] for row in AccountWay.objects.values_list("account_id", "way", "address")
    }
    lines: dict[tuple[int, str], Line] = {}
    errors, known = [], 0
    for number, cells in enumerate(rows[1:], start=2):
        told = [cells[place].strip() if place < len(cells) else "" for place in places]
        if not any(told):
            continue
        found = _line(number, told, accounts)
        if isinstance(found, RowError):
            errors.append(found)
        elif there.get((found.account, found.way)) == found.address:
            known += 1
        elif (found.account, found.way) in lines:
            errors.append(RowError(number, "账号名称", told[1], "这个账号的同一种采集方式在表中出现了两次。"))
        else:
            lines[found.account, found.way] = found
    return Planned(tuple(lines.values()), known, tuple(errors))


def apply_ways(lines: Sequence[Line], by: User, now: datetime) -> tuple[int, list[tuple[int, str]]]:
    """Do it; gives how many were set up, and what was refused by row."""
    wanted = [line.account for line in lines]
    accounts = Account.objects.select_related("unit").in_bulk(wanted)
    there = {(way.account_id, way.way): way for way in AccountWay.objects.filter(account__in=wanted)}
    done, refused = 0, []
    for line in lines:
        account = accounts.get(line.account)
        if account is None:
            refused.append((line.row, "账号已不在名录中。"))
            continue
        try:
            set_way(Setting(account, Way(line.way), line.address), by, now, there.get((account.pk, line.way)))
        except (MediaError, PermissionDenied) as error:
            refused.append((line.row, str(error)))
        else:
            done += 1
    return done, refused


def _places(rows: Sequence[Sequence[str]]) -> list[int]:
    head = [cell.strip() for cell in rows[0]] if rows else []
    missing = [name for name in HEADS if name not in head]
    if missing:
        raise MediaError(f"第一行缺少“{'”“'.join(missing)}”列。请按模板填写。")
    if len(rows) == 1:
        raise MediaError("表中没有内容。")
    if len(rows) > MOST_ROWS:
        raise MediaError(f"一次最多导入{MOST_ROWS}行，请分成几个文件。")
    return [head.index(name) for name in HEADS]


def _line(number: int, told: Sequence[str], accounts: dict[tuple[str, str], int]) -> Line | RowError:
    platform_label, name, way_label, address = told
    platform = next((code for code, label in platform_choices() if platform_label in (code, label)), None)
    if platform is None:
        names = "、".join(label for _, label in platform_choices())
        return RowError(number, "平台", platform_label, f"应为{names}之一。")
    account = accounts.get((platform, name))
    if account is None:
        return RowError(number, "账号名称", name, "名录中没有这个账号，或不在您的管理范围内。")
    way = next((one for one in Way if way_label in (one.label, one.value)), None)
    usable = [one for one in ways_for(platform) if one in BY_TABLE]
    if way is None or way not in usable:
        words = "、".join(one.label for one in usable) or "该平台不能用表格设置"
        return RowError(number, "采集方式", way_label, f"应为{words}；文件和凭据请在账号的页面上设置。")
    try:
        return Line(number, account, way.value, address_for(way, address))
    except MediaError as error:
        return RowError(number, "地址", address, str(error))

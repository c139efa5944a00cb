"""How a finding of each indicator of new media is looked at again (``accounts.yaml``), and what was seen when looking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.unique_keys import UniqueKeyLoader
from xunwang.words import Word

ACCOUNT_METHODS = Path(__file__).with_name("accounts.yaml")
_MATCHES = frozenset({"page", "words", "sentence"})


class Look(Word):
    """What has to be seen again of an account."""

    NONE = "none", "不由系统复查"
    POSTS = "posts", "问题所在的内容"
    COMMENTS = "comments", "问题所在的内容及其评论"
    WINDOW = "window", "判定期内的发布内容"
    CLIENT = "client", "应用商店页面和安装包"
    PROFILE = "profile", "账号资料"
    REGISTER = "register", "名录登记"
    CHECKS = "checks", "人工核查"

    @property
    def collects(self) -> bool:
        """The platform is asked; else what the office has itself is enough, or a person looks."""
        return self not in (Look.NONE, Look.REGISTER, Look.CHECKS)

    @property
    def of_posts(self) -> bool:
        """Single posts are looked at."""
        return self in (Look.POSTS, Look.COMMENTS)


@dataclass(frozen=True, slots=True)
class AccountMethod:
    """How a finding of one indicator is looked at again; see ``accounts.yaml``."""

    look: Look
    person: str
    match: str = "page"
    proves: str = ""
    opens: tuple[str, ...] = ()


class PostState(Word):
    """What became of a post that was to be seen again."""

    SEEN = "seen", "仍在"
    GONE = "gone", "已删除"
    UNSEEN = "unseen", "未能看到"


class PostAgain(NamedTuple):
    """A post that a finding is about, as it is now."""

    key: str
    title: str
    state: PostState
    why: str = ""
    """Why it can't be told, or what tells that it is gone, in Chinese."""
    edited: bool = False
    """Its title or text is another one by now."""
    found: bool = False
    """The text layer has found something in it, of whatever kind."""
    links: frozenset[str] = frozenset()
    """Where it leads to now."""


@dataclass(frozen=True, slots=True)
class LookedAccount:
    """Everything that was seen when looking again."""

    facts: AccountFacts
    """Where posts are looked at: of the way alone by which the finding was made."""
    posts: tuple[PostAgain, ...] = ()
    """Empty: it is not known which posts the finding is about."""


@cache
def account_methods() -> Mapping[str, AccountMethod]:
    """The methods by indicator. Raises ValueError for a faulty file; a mistake of the programme."""
    text = ACCOUNT_METHODS.read_text(encoding="utf-8")
    given: dict[str, dict[str, Any]] = yaml.load(text, UniqueKeyLoader)  # noqa: S506
    found = {}
    for item, row in given.items():
        method = AccountMethod(**row | {"look": Look(row["look"]), "opens": tuple(row.get("opens", ()))})
        if not method.person or method.match not in _MATCHES or method.proves not in ("", "cure"):
            raise ValueError(f"{ACCOUNT_METHODS.name}: {item}")
        found[item] = method
    return found


def account_method_of(item: str) -> AccountMethod:
    """The method of an indicator; one without a row is a person's."""
    return account_methods().get(item, AccountMethod(Look.NONE, "本程序没有该指标的复查方法，请人工核对。"))

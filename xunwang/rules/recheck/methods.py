"""How a finding of each indicator is looked at again (``methods.yaml``), and what was seen when looking."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from xunwang.rules.facts import SiteFacts
from xunwang.rules.unique_keys import UniqueKeyLoader
from xunwang.rules.verdict import Evidence, Finding
from xunwang.words import Cure, Word

RESTRICTED = "涉密线索不由系统复查，请授权人员核对。"
"""What is told of a restricted finding, whatever its indicator."""
METHODS = Path(__file__).with_name("methods.yaml")
ADDRESS = re.compile(r"https?://[^\s。，；（）“”《》]+")
SEEN = frozenset(
    {
        "page",
        "hints",
        "column",
        "tags",
        "guides",
        "letters",
        "leaders",
        "pair",
        "home",
        "search",
        "any",
        "link",
    }
)


class Scope(Word):
    """What is fetched again, besides the home page."""

    NONE = "none", "不由系统复查"
    HOME = "home", "首页"
    PAGE = "page", "问题所在页面"
    NEAR = "near", "问题所在页面及其链接的页面"
    NAVIGATION = "navigation", "首页导航及各栏目"
    LINK = "link", "链接目标"


@dataclass(frozen=True, slots=True)
class Method:
    """How a finding of one indicator is looked at again; see ``methods.yaml``."""

    scope: Scope
    seen: str = ""
    match: str = "page"
    gone: str = ""
    one: bool = False
    proves: str = ""
    targets: bool = False
    pages: str = "all"
    person: str = ""


class PageState(NamedTuple):
    """What became of an address that was to be seen again."""

    read: bool
    status: int
    problem: str
    """Why it could not be read, in Chinese; empty when it was."""

    @property
    def gone(self) -> bool:
        """The server says that there is no such page any more."""
        return self.status in (404, 410)


class TargetState(Word):
    """What became of a link target that was to be tried again."""

    OPENED = "opened", "已能打开"
    FAILED = "failed", "打不开"
    LOOK = "look", "须人工打开"
    ABSENT = "absent", "页面不再链接"


@dataclass(frozen=True, slots=True)
class Looked:
    """Everything that was seen when looking again."""

    facts: SiteFacts
    pages: Mapping[str, PageState]
    """By address, as in the finding's evidence."""
    targets: Mapping[str, TargetState]
    whole: bool
    """All that was to be fetched was; False when a bound ended it early."""


class Again(NamedTuple):
    """What looking again came to, in Chinese words, with the new findings."""

    cure: Cure
    told: str
    findings: tuple[Finding, ...] = ()


class Rechecked(NamedTuple):
    """What looking again came to, of a website or an account."""

    cure: Cure
    told: str
    """In Chinese: what was measured, or what was missing and what a person has to look at."""
    evidence: tuple[Evidence, ...] = ()
    again_at: datetime | None = None
    """Unknown as yet: call again then, with the same folder."""
    fetched: bool = True
    """False: the question is a person's, nothing was fetched."""


@cache
def methods() -> Mapping[str, Method]:
    """The methods by indicator. Raises ValueError for a faulty file; a mistake of the programme."""
    given: dict[str, dict[str, Any]] = yaml.load(METHODS.read_text(encoding="utf-8"), UniqueKeyLoader)  # noqa: S506
    found = {item: Method(Scope(row.pop("scope")), **row) for item, row in given.items()}
    for item, method in found.items():
        known = method.seen in SEEN or method.scope is Scope.NONE
        if not known or (method.scope is Scope.NONE) != bool(method.person):
            raise ValueError(f"methods.yaml: {item}")
    return found


def method_of(item: str) -> Method:
    """The method of an indicator; one without a row is a person's."""
    return methods().get(item, Method(Scope.NONE, person="本程序没有该指标的复查方法，请人工核对。"))


def pages_of(finding: Finding, method: Method) -> tuple[str, ...]:
    """Addresses that have to be seen again, in the order of the evidence; the home page is seen in any case."""
    if method.scope is Scope.NONE or method.seen == "home":
        return ()
    shown = finding.evidence[-1:] if method.pages == "last" else finding.evidence
    if method.targets or method.scope is Scope.LINK:
        shown = shown[:1]
    return tuple(dict.fromkeys(one.url for one in shown if one.url.startswith("http")))


def targets_of(finding: Finding, method: Method) -> tuple[str, ...]:
    """Link targets that have to be tried again: those that the finding's sentence names."""
    if not (method.targets or method.scope is Scope.LINK):
        return ()
    named = [one.url for one in finding.evidence[1:] if one.url and one.url in finding.summary]
    if not named and method.targets:
        named = ADDRESS.findall(finding.summary)
    return tuple(dict.fromkeys(named))


def evidence_of(again: Again) -> tuple[Evidence, ...]:
    """Where the new findings are to be seen."""
    return tuple(shown for finding in again.findings for shown in finding.evidence)

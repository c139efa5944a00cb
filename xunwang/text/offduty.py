"""Whether a post has nothing to do with the office: a transparent hint, made of weights that anybody can read.

No training: ``signs/offduty.yaml`` gives groups of words and a few properties (prices, discounts, private contacts, shop
links, emojis, document numbers, overlap with the unit's duties), each with a weight. For each of the three kinds
``commercial``, ``entertainment`` and ``unrelated`` the weights of what was found are added to the bias, and the logistic
function makes a score from 0 to 1 of the sum. Words of the groups of kind ``all`` (official matters, public welfare)
count for all three kinds, mostly against them. A word counts once, in the title ``title_factor`` times, and at most
``most`` words of a group count. The kind with the highest score is told, with every feature that made it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from xunwang.text.vocabulary import OFF_DUTY, Found

KINDS = ("commercial", "entertainment", "unrelated")
ALL = "all"
LABELS = {"commercial": "商业推广", "entertainment": "娱乐", "unrelated": "与职责无关"}
_WORDS_SHOWN = 5
_LEAST_TEXT = 20
"""Characters of a body below which the lack of official words says nothing."""
_DUTY_WORDS = 60
_LARGEST = 700.0
"""Beyond it the exponential overflows."""
_DUTY_WINDOW = 4
_PARTS = re.compile(r"[\s,，、;；。．:：/|·（）()]+")
_PATTERNS = {
    "price": re.compile(
        r"[¥￥]\s?\d+(?:\.\d+)?|[\d一二两三四五六七八九十百千几][\d.一二三四五六七八九十百千万]*"
        r"(?:块(?![地头田])|元?(?:起(?![一二三案])|/|包邮|[一每][件斤箱盒瓶套双份延桶台副只]))"
        r"|[仅只价到][要：:]?\d{2,}(?:\.\d+)?(?![年月日时分点人个名])|月供|起送|到店送|立享"
    ),
    "discount": re.compile(r"[一二三四五六七八九\d](?:\.\d)?折(?![叠线页磨射返腰])"),
    "deal": re.compile(r"[买满充拍订购办约店报签批名][^，。！；\n]{0,6}[送减返赠][^审达]"),
    "urgency": re.compile(r"(?:最后|仅剩|只剩|前|限)\s?\d+\s?[个席名位套件份单]"),
    "chat": re.compile("[吧啊呢呀嘛哦啦呗咯哟嗨噢哈]"),
    "contact": re.compile(r"(?:微信号?|VX|vx|WX|薇信|加V|QQ)[：: ]?[A-Za-z0-9_-]{5,}"),
    "emoji": re.compile("[\U0001f300-\U0001faff☀-➿]"),
    "exclaim": re.compile("[！!？?][！!？?]+"),
    "document": re.compile(r"[〔\[（(]20\d\d[〕\]）)]\s?\d+号"),
}
_HINTS = {
    "price": "元¥￥块起只仅价送享供台", "discount": "折", "contact": ("微信", "VX", "vx", "WX", "薇信", "加V", "QQ"),
    "deal": "送减返赠", "urgency": ("最后", "仅剩", "只剩", "前", "限"), "exclaim": ("！！", "!!", "？？", "??", "！？", "？！", "!?", "?!"), "document": "号",
}  # fmt: skip
"""What a text must contain for the pattern to be worth a look: a search for a character costs a tenth of it."""


class Feature(NamedTuple):
    """Something that was found, and what it adds to the score of its kind."""

    name: str
    """In Chinese: the group with its words, or the property with its number."""
    weight: float
    kind: str
    """One of ``KINDS``, or ``all``."""


class OffDutySign(NamedTuple):
    """How much a post looks like none of the unit's business."""

    kind: str
    """``commercial``, ``entertainment`` or ``unrelated``."""
    score: float
    """0 to 1."""
    features: tuple[tuple[str, float], ...]
    """What the score is made of (words or property, weight), strongest first; negative: looks official."""


class Material(NamedTuple):
    """A post as the classifier wants it."""

    text: str
    """Title, line break, body."""
    title_end: int
    """Length of the title."""
    found: Mapping[tuple[str, int], Sequence[Found]]
    """Words of the lists, by group."""
    shop: bool
    """It links to a shop or to advertising."""
    duties: str
    """Words of what the unit is for and of its place, apart by blanks or marks; may be empty."""


def classify(post: Material, data: Mapping[str, Any]) -> OffDutySign:
    """Score of a post under the weights of ``signs/offduty.yaml``. Pure, never raises for any text.

    Properties cost more than words. Where the words are so official that no property could lift the score to the
    threshold, the properties are left out and the score is that of the words.
    """
    features = list(_groups(post, data))
    if max(_highest(kind, features, data) for kind in KINDS) >= float(data["threshold"]):
        features += _properties(post, data)
    official = any(one.kind == ALL and one.weight < 0 for one in features)
    if not official:
        features += _feature(data, "no_official", 1)
        if post.duties.strip() and len(post.text) - post.title_end > _LEAST_TEXT:
            # The duty words, where there are any, would have made it official.
            features += _feature(data, "neither", 1)
    kind, score = max(((kind, _score(kind, features, data)) for kind in KINDS), key=lambda pair: pair[1])
    mine = [(one.name, round(one.weight, 2)) for one in features if one.kind in (kind, ALL)]
    return OffDutySign(kind, round(score, 3), tuple(sorted(mine, key=lambda pair: (-abs(pair[1]), pair[0]))))


def _score(kind: str, features: Sequence[Feature], data: Mapping[str, Any]) -> float:
    total = float(data["bias"]) + sum(one.weight for one in features if one.kind in (kind, ALL))
    # Without anything of its kind no post is of that kind, however little of an office it has.
    if not any(one.kind == kind for one in features):
        return 0.0
    return _logistic(total)


def _highest(kind: str, features: Sequence[Feature], data: Mapping[str, Any]) -> float:
    """The score if every property spoke for it."""
    words = sum(one.weight for one in features if one.kind in (kind, ALL))
    rows = (row for row in data["features"].values() if row["kind"] in (kind, ALL) and row["weight"] > 0)
    return _logistic(float(data["bias"]) + words + sum(row["weight"] * row["most"] for row in rows))


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-max(total, -_LARGEST)))


def _groups(post: Material, data: Mapping[str, Any]) -> Iterator[Feature]:
    for number, group in enumerate(data["groups"]):
        occurrences = post.found.get((OFF_DUTY, number))
        if occurrences:
            yield _group(occurrences, group, post.title_end, float(data["title_factor"]))


def _group(found: Sequence[Found], group: Mapping[str, Any], title_end: int, title_factor: float) -> Feature:
    """Each word once; those of the title first, because they count for more."""
    words: dict[str, float] = {}
    for one in found:  # in order of appearance: the title comes first
        words.setdefault(one.word, title_factor if one.end <= title_end else 1.0)
    counted = list(words.items())[: group["most"]]
    shown = "、".join(word for word, _ in counted[:_WORDS_SHOWN])
    more = f"等{len(counted)}个" if len(counted) > _WORDS_SHOWN else ""
    weight = float(group["weight"]) * sum(factor for _, factor in counted)
    return Feature(f"{group['label']}：{shown}{more}", weight, group["kind"])


def _properties(post: Material, data: Mapping[str, Any]) -> Iterator[Feature]:
    for name, pattern in _PATTERNS.items():
        hints = _HINTS.get(name)
        if hints is None or any(hint in post.text for hint in hints):
            matches = list(dict.fromkeys(match.group() for match in pattern.finditer(post.text)))
            yield from _feature(data, name, len(matches), matches)
    if post.shop:
        yield from _feature(data, "shop", 1)
    words = duty_words(post.duties)
    if words:
        met = [word for word in words if word in post.text]
        yield from _feature(data, "duty", len(met), met) if met else _feature(data, "no_duty", 1)


def _feature(data: Mapping[str, Any], name: str, count: int, shown: Sequence[str] = ()) -> list[Feature]:
    row = data["features"][name]
    counted = min(count, row["most"])
    if not counted:
        return []
    examples = f"：{'、'.join(shown[:_WORDS_SHOWN])}" if shown else ""
    return [Feature(f"{row['label']}{examples}", float(row["weight"]) * counted, row["kind"])]


@lru_cache(maxsize=50_000)
def duty_words(duties: str) -> tuple[str, ...]:
    """Words to look for: the parts of the text, long ones by every four characters in a row."""
    words: dict[str, None] = {}
    for part in _PARTS.split(duties):
        if len(part) <= _DUTY_WINDOW:
            if len(part) > 1:
                words[part] = None
        else:
            words.update(
                dict.fromkeys(part[at : at + _DUTY_WINDOW] for at in range(len(part) - _DUTY_WINDOW + 1))
            )
    return tuple(words)[:_DUTY_WORDS]

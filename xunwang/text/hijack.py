"""Whether a title, a link's text or a target page speaks the language of hijackers."""

from __future__ import annotations

import unicodedata
from functools import cache

from xunwang.text.lists import SHIPPED, read_lists
from xunwang.text.scanner import Scanner
from xunwang.words import Grade

HIJACK_LIST = SHIPPED / "hijack.tsv"
_LONGEST = 20_000
_INVISIBLE = dict.fromkeys([0x00AD, 0x034F, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF])


@cache
def _scanner() -> Scanner:
    return Scanner.build(read_lists([HIJACK_LIST]))


def hijack_words(text: str) -> tuple[str, ...]:
    """Words of gambling, pornography, illegal pharmacy and forged papers in ``text``, each once.

    Only what counts as an error in its context: police news about gambling, card-game culture, lottery
    administration and drug supervision give nothing. Full-width forms, capitals, invisible characters
    and single blanks between Chinese characters don't hide a word. At most the first 20,000 characters
    are read; never raises.
    """
    plain = _plain(text[:_LONGEST])
    hits = _scanner().scan(plain, plain[:200])
    return tuple(dict.fromkeys(hit.match for hit in hits if hit.grade == Grade.ERROR))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).lower()
    words = folded.split()
    if len(words) > 3 and sum(map(len, words)) < 2 * len(words):
        return "".join(words)  # 博 彩 平 台: one character at a time
    return " ".join(words)

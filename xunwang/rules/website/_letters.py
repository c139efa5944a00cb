"""What the letter indicators share: the public letters of enquiry channels, and what may be missing."""

from __future__ import annotations

from xunwang.rules.facts import LetterSeen, Mailbox, SiteFacts
from xunwang.rules.website._columns import columns_of
from xunwang.rules.website._shared import absence_doubt, column_doubt, names
from xunwang.words import ColumnType


def enquiry_boxes(facts: SiteFacts) -> tuple[Mailbox, ...]:
    """Channels for enquiries and suggestions; petitions, interviews and surveys are none (W-V-05)."""
    return tuple(box for box in facts.mailboxes if box.type is ColumnType.ENQUIRIES)


def box_urls(facts: SiteFacts) -> tuple[str, ...]:
    """Addresses where a person finds the interactive functions."""
    columns = columns_of(facts, ColumnType.ENQUIRIES)
    return tuple(dict.fromkeys([box.seen.url for box in enquiry_boxes(facts)] + [c.url for c in columns]))


def letter_count(facts: SiteFacts) -> int:
    """Public letters, as far as lists and letter pages show them."""
    return max(len(facts.letters), sum(box.letters for box in enquiry_boxes(facts)))


def letter_doubt(facts: SiteFacts) -> str:
    """Why it can't be concluded that letters are missing, in Chinese; empty when it can."""
    doubt = absence_doubt(facts)
    if doubt:
        return doubt
    scripted = [box.name for box in enquiry_boxes(facts) if box.scripted]
    if scripted:
        return f"互动栏目{names(scripted)}的信件由脚本加载，需用浏览器渲染后再判定"
    return column_doubt(columns_of(facts, ColumnType.ENQUIRIES))


def newest_letters(facts: SiteFacts) -> tuple[LetterSeen, ...]:
    """Letters, newest question first; undated ones last."""
    return tuple(sorted(facts.letters, key=lambda x: (_stamp(x), x.title, x.seen.url), reverse=True))


def _stamp(letter: LetterSeen) -> float:
    when = letter.asked or letter.answered
    return when.timestamp() if when else 0.0

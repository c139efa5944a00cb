"""Personal numbers published in full: resident ids, bank cards, mobile numbers.

What is a leak is a matter of context. A resident id with a right checksum is one wherever it stands. A
mobile number on a government page is mostly a contact's and meant to be there: it only counts within a
list of persons or beside an id. A bank card counts by prefix, checksum and a word that says it is one;
accounts of offices and firms are no leak.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from typing import NamedTuple

from xunwang.words import Grade

_CANDIDATE = re.compile(
    r"[0-9０-９](?<![\dA-Za-z*].)(?:[ \-]?[0-9０-９]){10,18}(?:[ \-]?[0-9０-９Xx])?(?![\dA-Za-z*])"
)
_RUN = re.compile(rb"[0-9](?:[ \-]?[0-9]){10}")
"""The shortest candidate. Looked for in what is left of a text without its Chinese characters: that is quickly made,
and quickly searched."""
_WIDE_DIGITS = "０１２３４５６７８９"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_CARD_PREFIXES = ("62", "60", "4", "51", "52", "53", "54", "55", "35", "9558", "9559")
_ID_WORDS = re.compile("身份证|公民身份号码|证件号")
_SAMPLE_WORDS = re.compile("示例|样例|样表|样本|例如|填写说明|填表说明|范例")
_CARD_WORDS = re.compile("银行卡|卡号|账号|帐号|账户|帐户|一卡通|存折|开户")
_OFFICE_WORDS = re.compile("公司|财政|专户|保证金|缴款|收款单位|对公|基金会|慈善|捐|局|厅|委员会|中心")
_PERSON_WORDS = re.compile(
    "身份证|家庭住址|家庭地址|户主|患者|监护人|出生日期|银行卡|受益人|申请人姓名|本人姓名"
)
_CONTACT_WORDS = re.compile("联系电话|联系人|咨询|热线|举报|监督|传真|客服|值班|报名|负责人|投诉|电话：")
_ROSTER_WORDS = re.compile("名单|花名册|公示表|登记表|发放表|明细表|低保|补助|补贴|救助|贫困|救济|廉租|公租")
_ROSTER_MOBILES = 3
_BEFORE = 40
_AFTER = 20
_KEEP_HEAD = 3
_KEEP_TAIL = 2
_MOST_NUMBERS = 500
_MOST_CANDIDATES = 20_000
_MOST_SPREAD = 60_000
_GROUP = re.compile(r"\d+[Xx]?")
_MOST_GROUPS = 6
_ID_LENGTH = 18
_OLD_ID_LENGTH = 15
_MOBILE_LENGTH = 11
_LENGTHS = frozenset({_MOBILE_LENGTH, _OLD_ID_LENGTH, 16, 17, _ID_LENGTH, 19})


class Number(NamedTuple):
    """A number that belongs to a person."""

    kind: str
    start: int
    end: int
    grade: Grade | None
    """None: no leak where it stands, but not to be repeated in fragments either."""


def personal_numbers(text: str) -> tuple[Number, ...]:
    """Resident ids, bank cards and mobile numbers in ``text``, in order; at most 500."""
    if not _may_hold_numbers(text):
        return ()
    found: list[Number] = []
    for match in islice(_CANDIDATE.finditer(text), _MOST_CANDIDATES):
        found += _numbers_in(text, match.start(), match.end())
        if len(found) >= _MOST_NUMBERS:
            break
    return _with_rosters(text, found) if found else ()


def _may_hold_numbers(text: str) -> bool:
    """False only where no run of digits is long enough; most texts of articles have none."""
    # Without the sign of their months, the digits of several dates would run together.
    left = text.replace("月", "/").encode("ascii", "ignore")
    return _RUN.search(left) is not None or any(digit in text for digit in _WIDE_DIGITS)


def mask(number: str) -> str:
    """The number with its middle masked: first three and last two signs stay, and the length.

    A separator is masked as a digit is, so that the number can't be put together again.
    """
    return number[:_KEEP_HEAD] + "*" * (len(number) - _KEEP_HEAD - _KEEP_TAIL) + number[-_KEEP_TAIL:]


def masked_slice(text: str, start: int, end: int, numbers: tuple[Number, ...]) -> str:
    """``text[start:end]`` (clipped to the text) with all personal numbers in it masked."""
    start, end = max(0, start), min(len(text), end)
    pieces, at = [], start
    for number in numbers:
        if number.end <= start or number.start >= end:
            continue
        low, high = max(number.start, start), min(number.end, end)
        hidden = mask(text[number.start : number.end])
        pieces += [text[at:low], hidden[low - number.start : high - number.start]]
        at = high
    return "".join((*pieces, text[at:end]))


def is_resident_id(digits: str) -> bool:
    """Whether 18 signs are a resident id: province, day of birth and checksum (GB 11643) are right."""
    if len(digits) != _ID_LENGTH or not _PROVINCE.match(digits) or not digits[:17].isdecimal():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return digits[-1].upper() == _CHECKS[total % 11] and _is_birthday(digits[6:14])


def is_bank_card(digits: str) -> bool:
    """Whether 16 to 19 digits have an issuer's prefix and a right Luhn checksum."""
    if not 16 <= len(digits) <= 19 or not digits.isdecimal() or not digits.startswith(_CARD_PREFIXES):
        return False
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _numbers_in(text: str, start: int, end: int) -> list[Number]:
    """Numbers in a run of digit groups: blanks part a number as often as they part two numbers."""
    groups = [match.span() for match in _GROUP.finditer(text, start, end)]
    found: list[Number] = []
    first = 0
    while first < len(groups):
        for last in range(min(len(groups), first + _MOST_GROUPS) - 1, first - 1, -1):
            length = sum(high - low for low, high in groups[first : last + 1])
            number = _judge(text, groups[first][0], groups[last][1]) if length in _LENGTHS else None
            if number is not None:
                found.append(number)
                first = last
                break
        first += 1
    return found


def _is_birthday(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year <= 2100


def _judge(text: str, start: int, end: int) -> Number | None:
    digits = "".join(char if char in "Xx" else str(int(char)) for char in text[start:end] if char not in " -")
    before, around = text[max(0, start - _BEFORE) : start], text[max(0, start - _BEFORE) : end + _AFTER]
    if is_resident_id(digits):
        sample = _SAMPLE_WORDS.search(before)
        return Number("居民身份证号码", start, end, Grade.HINT if sample else Grade.ERROR)
    if is_bank_card(digits) and _CARD_WORDS.search(before):
        office = _OFFICE_WORDS.search(around) and not _PERSON_WORDS.search(around)
        return Number("银行卡号", start, end, Grade.HINT if office else Grade.ERROR)
    if len(digits) == _OLD_ID_LENGTH and _PROVINCE.match(digits) and _is_birthday("19" + digits[6:12]):
        return Number("居民身份证号码（旧）", start, end, Grade.HINT) if _ID_WORDS.search(before) else None
    if len(digits) == _MOBILE_LENGTH and digits[0] == "1" and digits[1] in "3456789":
        beside = _PERSON_WORDS.search(around) and not _CONTACT_WORDS.search(around)
        return Number("手机号码", start, end, Grade.HINT if beside else None)
    return None


def _with_rosters(text: str, found: list[Number]) -> tuple[Number, ...]:
    """Mobile numbers in a list of persons are a leak: several of them with ids, or under a roster's words."""
    mobiles = {text[number.start : number.end] for number in found if number.kind == "手机号码"}
    if len(mobiles) < _ROSTER_MOBILES or "姓名" not in text:
        return tuple(found)
    persons = any(number.kind.startswith("居民身份证") and number.grade for number in found)
    spread = text[: min(len(text), _MOST_SPREAD)]
    if not persons and not (_ROSTER_WORDS.search(spread) and _PERSON_WORDS.search(spread)):
        return tuple(found)
    return tuple(
        number._replace(grade=Grade.ERROR) if number.kind == "手机号码" else number for number in found
    )

"""Mailboxes, letters, consultations."""

from __future__ import annotations

from xunwang.engine.facts.reading import Reading, Stored
from xunwang.pages.columns import column_type
from xunwang.pages.records import Letter
from xunwang.rules.facts import Column, LetterSeen, Mailbox, Seen, SurveySeen
from xunwang.words import ColumnType, PageKind

_CHANNELS = frozenset(
    {ColumnType.ENQUIRIES, ColumnType.PETITIONS, ColumnType.INTERVIEWS, ColumnType.CONSULTATIONS}
)

_NO_LETTERS = frozenset({ColumnType.CONSULTATIONS, ColumnType.INTERVIEWS, ColumnType.PETITIONS})


def mailboxes_of(reading: Reading, columns: tuple[Column, ...]) -> tuple[Mailbox, ...]:
    """Interactive channels: columns of those types, and pages with a form to write to the office."""
    found: dict[str, Mailbox] = {}
    types = {column.url: (column.name, column.type) for column in columns if column.type in _CHANNELS}
    for stored in reading.stored_lists:
        name, kind = types.get(stored.row.url, types.get(stored.row.final, (None, None)))
        kind = kind or _channel_of(stored)
        if kind is not None:
            found[stored.row.final] = _mailbox(reading, stored, name, kind)
    for column in columns:
        if column.type in _CHANNELS and column.url not in reading.lists:
            found[column.url] = Mailbox(
                column.name, column.type, False, column.reachable, 0, False, column.seen
            )
    return tuple(found.values())


def _channel_of(stored: Stored) -> ColumnType | None:
    page = stored.page
    if page.column_type in _CHANNELS:
        return page.column_type
    if any(form.about == "letter" for form in page.forms) or page.kind in (PageKind.LETTERS, PageKind.FORM):
        kind = column_type(None, page.column or page.title or "", page.url)
        return kind if kind in _CHANNELS else ColumnType.ENQUIRIES
    return None


def _mailbox(reading: Reading, stored: Stored, name: str | None, kind: ColumnType) -> Mailbox:
    page = stored.page
    form = next((form for form in page.forms if form.about == "letter"), None)
    linked = next(
        (other for link in _letter_forms(reading) if (other := reading.lists.get(link)) is not None), None
    )
    has_form = form is not None or (kind is ColumnType.ENQUIRIES and linked is not None)
    return Mailbox(
        name or page.column or page.title or "",
        kind,
        has_form,
        True if has_form else None,
        len(page.letters),
        page.scripted,
        stored.seen,
    )


def _letter_forms(reading: Reading) -> list[str]:
    return [
        stored.row.final
        for stored in reading.stored_lists
        if any(form.about == "letter" for form in stored.page.forms)
    ]


def letters_of(reading: Reading) -> tuple[LetterSeen, ...]:
    """Public letters; a list row and the letter's own page are taken together."""
    found: dict[str, LetterSeen] = {}
    for stored in reading.letter_pages:
        if stored.page.column_type in _NO_LETTERS:
            continue
        detailed = stored.page.kind is PageKind.LETTER
        for letter in stored.page.letters:
            key = letter.url or stored.row.final
            seen = Seen(stored.row.final, stored.row.at, stored.row.digest)
            found[key] = _merge(found.get(key), letter, detailed, seen)
    return tuple(found.values())


def _merge(known: LetterSeen | None, letter: Letter, detailed: bool, seen: Seen) -> LetterSeen:
    if known is None:
        known = LetterSeen(letter.title, None, None, None, None, None, False, seen)
    is_answered = letter.is_answered if letter.is_answered is not None else known.is_answered
    return LetterSeen(
        known.title or letter.title,
        letter.asked or known.asked,
        letter.answered or known.answered,
        is_answered,
        letter.department or known.department,
        letter.answer or known.answer,
        detailed or known.detailed,
        seen if detailed else known.seen,
    )


def letter_statistics_of(reading: Reading) -> Seen | None:
    """A page that publishes how many letters came and were answered."""
    return next((stored.seen for stored in reading.stored_lists if stored.page.letter_statistics), None)


def surveys_of(reading: Reading) -> tuple[SurveySeen, ...]:
    """Consultation activities, from lists and from their own pages."""
    found: dict[str, SurveySeen] = {}
    for stored in [*reading.stored_lists, *reading.survey_pages]:
        for survey in stored.page.consultations:
            known = found.get(survey.url)
            found[survey.url] = SurveySeen(
                survey.title or (known.title if known else ""),
                survey.begins or (known.begins if known else None),
                survey.ends or (known.ends if known else None),
                survey.result_url or (known.result_url if known else None),
                stored.seen,
            )
    return tuple(found.values())


def has_survey_form(reading: Reading) -> bool:
    """Opinions can be given on line (an e-mail address does not count)."""
    return any(
        stored.page.kind in (PageKind.CONSULTATION, PageKind.CONSULTATIONS)
        and any(form.about in ("letter", "other") for form in stored.page.forms)
        for stored in [*reading.stored_lists, *reading.survey_pages]
    )

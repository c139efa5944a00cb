"""Compiled word lists, kept between runs: compiling those shipped takes over half a second, loading a fiftieth.

Kept are the automaton, the rows as plain values (terms without their wrong forms), and which rows each word belongs to, under the digest of the list
files and of the code that reads them. Lists with errors are never kept, so their errors are told each time.
"""

from __future__ import annotations

import marshal
import sys
from array import array
from dataclasses import fields, replace
from hashlib import sha256
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from xunwang.text import cache, lists, records, scanner
from xunwang.text.lists import list_files, read_lists
from xunwang.text.records import Entry, Term
from xunwang.text.scanner import Owners, Scanner
from xunwang.words import Concern, Grade

_CODE = (lists, records, scanner)
_CONCERNS = {concern.value: concern for concern in Concern}
_GRADES = {grade.value: grade for grade in Grade}
_OF_TERM = len(fields(Term))
_ENTRY, _TERM = (attrgetter(*(item.name for item in fields(kind))) for kind in (Entry, Term))


def load_scanner(folder: Path | None = None, kept_in: Path | None = None) -> Scanner:
    """The scanner of the shipped lists, with those of ``folder`` over them.

    Raises ``ListError`` as :func:`~xunwang.text.lists.load_lists` does.

    Args:
        folder: an office's own lists.
        kept_in: where compiled lists are kept; without it, nothing is.
    """
    files = list_files(folder)
    path = kept_in / f"words-{_digest(files)[:24]}.bin" if kept_in is not None else None
    found = _load(path) if path is not None else None
    if found is None:
        found = Scanner.build(read_lists(files))
        if path is not None:
            cache.keep(path, _packed(found))
    return found


def _digest(files: list[Path]) -> str:
    made_of = sha256(f"{version('daachorse')} {sys.implementation.cache_tag} {sys.byteorder}".encode())
    for path in (*files, Path(__file__), *(Path(str(module.__file__)) for module in _CODE)):
        try:
            made_of.update(sha256(path.read_bytes()).digest())
        except OSError:
            made_of.update(b"?")  # reading the list will say what is wrong
        made_of.update(path.name.encode())
    return made_of.hexdigest()


def _packed(made: Scanner) -> bytes:
    rows: dict[int, int] = {}
    plain: list[tuple[Any, ...]] = []
    for owner in [owner for together in made.owners for owner in together]:
        if id(owner) not in rows:
            rows[id(owner)] = len(plain)
            # The wrong forms of a term are the automaton's words: a hundred thousand, and nobody asks for them.
            values = _TERM(replace(owner, wrong=())) if isinstance(owner, Term) else _ENTRY(owner)
            plain.append(tuple(str(value) if isinstance(value, str) else value for value in values))
    together = [[rows[id(owner)] for owner in owners] for owners in made.owners]
    head = marshal.dumps((plain, together, made.index.tobytes()))
    return len(head).to_bytes(8, "little") + head + made.automaton.serialize()


def _load(path: Path) -> Scanner | None:
    content = cache.kept(path)
    if content is None:
        return None
    end = 8 + int.from_bytes(content[:8], "little")
    try:
        plain, together, index = marshal.loads(content[8:end])  # noqa: S302 - plain values, behind a digest
        automaton = CharwiseDoubleArrayAhoCorasick.deserialize(bytes(content[end:]))
    except (ValueError, EOFError, TypeError):
        return None
    rows = [_row(values) for values in plain]
    owners: Owners = [tuple([rows[number] for number in numbers]) for numbers in together]
    return Scanner(automaton, owners, array("I", index))


def _row(values: tuple[Any, ...]) -> Entry | Term:
    name, concern, grade, *rest = values
    kind = Term if len(values) == _OF_TERM else Entry
    return kind(name, _CONCERNS[concern], _GRADES[grade], *rest)

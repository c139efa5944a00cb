"""Expressions and leaks: all word lists in one pass over a text, context rules on the hits."""

from xunwang.text.hijack import hijack_words
from xunwang.text.lists import load_lists
from xunwang.text.records import Entry, Hit, ListError, Lists, Term
from xunwang.text.scanner import Scanner, scan_file

__all__ = ["Entry", "Hit", "ListError", "Lists", "Scanner", "Term", "hijack_words", "load_lists", "scan_file"]

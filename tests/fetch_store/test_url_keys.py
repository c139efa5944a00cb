"""Spellings that a server answers alike have one key, others have not."""

from __future__ import annotations

import pytest

from xunwang.fetch.url_keys import session_name, url_key

BASE = "http://www.example.gov.cn/"

SAME = [
    ("a.jsp;jsessionid=0A1B2C3D4E5F", "a.jsp"),
    ("a.php?id=3&PHPSESSID=abcdef", "a.php?id=3"),
    ("a.asp?ASPSESSIONIDCQTRRDSB=KL&x=1", "a.asp?x=1"),
    ("(S(lit3py55t21z5v55vlm25s55))/list.aspx", "list.aspx"),
    ("a?sid=0a1b2c3d4e5f60718293&b=2", "a?b=2"),
    ("a?b=2&a=1", "a?a=1&b=2"),
    ("a?utm_source=wx&utm_medium=x", "a"),
    ("a?a=1&&b=2&", "a?b=2&a=1"),
    ("a?_=1710000000", "a"),
]
DIFFERENT = [
    ("a?sid=12", "a?sid=13"),
    ("a?sid=220000", "a"),
    ("a?id=0a1b2c3d4e5f60718293", "a"),
    ("a?a=1&b=2", "a?a=2&b=1"),
    ("a/index.html", "a/index_1.html"),
    ("A.html", "a.html"),
    ("a", "a/"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_equivalent_spellings_share_a_key(one: str, other: str) -> None:
    assert url_key(BASE + one) == url_key(BASE + other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages_have_different_keys(one: str, other: str) -> None:
    assert url_key(BASE + one) != url_key(BASE + other)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("a.jsp;jsessionid=AB", "jsessionid"),
        ("a?PHPSESSID=1", "phpsessid"),
        ("(S(lit3py55t21z5v55vlm25s55))/a", "(S())"),
        ("a?id=1", ""),
    ],
)
def test_the_session_parameter_is_named(url: str, name: str) -> None:
    assert session_name(BASE + url) == name

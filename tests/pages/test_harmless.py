"""Harmless copies of stored pages: marked where people can see it, with nothing left that leads elsewhere."""

from __future__ import annotations

import pytest

from xunwang.pages.harmless import MARK_ID, excerpt, harmless_copy


def copied(text: str, fragment: str = "") -> str:
    return harmless_copy(text.encode(), fragment).html


@pytest.mark.parametrize(
    "attribute",
    [
        '<a href="x">', "<a\nhref=x>", '<a title="y"href=x>', "<a/href=x>", "<A HREF = x>", "<svg><a xlink:href=x>",
        "<form action=x>", "<button formaction=x>", "<meta http-equiv=refresh>", "<a ping=x>", "<base target=x>",
        "<img srcset=x>", "<iframe srcdoc=x>", "<body background=x>",
    ],
)  # fmt: skip
def test_attributes_that_lead_elsewhere_are_renamed(attribute: str) -> None:
    assert "data-" in copied(attribute)


def test_words_of_the_text_stay_as_they_are() -> None:
    assert "请填写 href 和 target 两项" in copied("<p>请填写 href 和 target 两项</p>")


def test_a_fragment_is_marked_where_it_is_seen_not_in_the_title_or_a_script() -> None:
    page = "<title>甲乙</title><script>'甲乙'</script><!-- 甲乙 --><p title=甲乙>前<b>甲乙</b>后</p>"
    assert f'<b><mark class="xunwang" id="{MARK_ID}">甲乙</mark></b>' in copied(page, "甲乙")


def test_a_fragment_with_entities_is_found() -> None:
    copy = harmless_copy("<p>A&amp;B公司</p>".encode(), "A&B公司")
    assert copy.marked and "“A&B公司”" in copy.place


def test_a_fragment_that_is_seen_nowhere_is_told_by_its_line() -> None:
    copy = harmless_copy(b"<p>\n<img alt='hidden words'>", "hidden words")
    assert not copy.marked and "第 2 行" in copy.place


def test_the_page_keeps_its_document_type() -> None:
    assert copied("<!DOCTYPE html><p>x").startswith("<!DOCTYPE html><meta charset")


def test_huge_pages_are_cut_and_say_so() -> None:
    copy = harmless_copy(b"<p>x</p>" + b"A" * 9_000_000, "")
    assert len(copy.html) < 4_100_000 and "页面过大" in copy.place


def test_the_source_around_a_fragment_is_given_with_its_line() -> None:
    found = excerpt("<p>一\n二按装三</p>".encode(), "按装")
    assert (found.line, found.fragment, found.after) == (2, "按装", "三</p>")
    assert excerpt(b"<p>x</p>", "y").line == 0

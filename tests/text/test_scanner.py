"""A scan finds what the lists are about, in context, bounded, and with exact places."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.shipped import scanner
from xunwang.text import Entry, Lists, Scanner, Term, load_lists, scan_file
from xunwang.text.scanner import MOST_HITS, MOST_PER_RULE
from xunwang.words import Concern, Grade

SHIPPED = load_lists()
WORDS = st.sampled_from(
    [entry.pattern for entry in SHIPPED.entries]
    + [form for term in SHIPPED.terms[::40] for form in term.wrong[:2]]
    + ["打击", "人民政府", "1", "13812345678", "11010119900307803X", "\n", " ", "😀", "é", "ﬀ"]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map("".join))


def entry(pattern: str, **more: object) -> Entry:
    return Entry(pattern, Concern.MISSPELLING, Grade.ERROR, **more)  # type: ignore[arg-type]


def build(*entries: Entry, terms: tuple[Term, ...] = ()) -> Scanner:
    return Scanner.build(Lists(entries, terms))


@pytest.mark.parametrize(
    ("text", "concern", "suggestion"),
    [
        ("截止目前，全市已完成投资三亿元。", Concern.MISSPELLING, "截至目前"),
        ("请携带户口薄原件", Concern.MISSPELLING, "户口簿"),
        ("坚决打赢脱贫攻艰战", Concern.MISSPELLING, "脱贫攻坚"),
        ("有效期至2月30日。", Concern.MISSPELLING, "日期不存在，请核对"),
        ("参展的有日本、台湾等国家。", Concern.SEVERE, "国家和地区"),
        ("国籍：香港", Concern.SEVERE, "国家（地区）：中国台湾／中国香港／中国澳门"),
        ("全国人大常委会主席出席会议", Concern.SEVERE, "全国人大常委会委员长"),
        ("习近乎总书记指出", Concern.SEVERE, "习近平"),
        ("机密★5年", Concern.SECRECY, ""),
        ("公开属性：不予公开", Concern.SECRECY, ""),
        ("关爱残废人", Concern.WORDING, "残疾人；残疾军人"),
        ("澳门新葡京注册送彩金", Concern.HIJACK, ""),
    ],
)
def test_wrong_expressions_are_found(text: str, concern: Concern, suggestion: str) -> None:
    hits = scanner().scan(text)
    assert any(
        hit.concern == concern and hit.suggestion == suggestion and hit.grade == Grade.ERROR for hit in hits
    ), hits


@pytest.mark.parametrize(
    "text",
    [
        "有效期至12月31日，12月30日前办结。",
        "加强保密法宣传，依法保护商业秘密和国家秘密，提高资料机密性。",
        "学习保守国家秘密法，做好定密工作。",
        "海峡两岸暨香港、澳门的专家参加会议，中国台湾地区代表发言。",
        "该产品出口日本、台湾等国家和地区。",
        "香港特别行政区、澳门特别行政区、台湾省。",
        "第十三届全国人民代表大会主席团公告，全国人大常委会主任会议。",
        "民警查处一起网络赌博案件，犯罪嫌疑人利用时时彩平台聚众赌博。",
        "弘扬棋牌文化，举办老年人棋牌比赛。",
        "福利彩票销售点管理办法，体育彩票投注站。",
        "打击卖淫嫖娼违法犯罪活动。",
        "药品监管部门查处非法添加西地那非的伟哥类保健食品。",
        "自己完成作业，自己通过考试，期末按时交卷。",
        "同时问清情况，人民问题无小事。",
        "检测重点人群，企业积极参与，财政积极支持。",
        "工作薄弱环节，究竟选择哪一种。",
        "立即然后再说，达到法定婚龄。",
        "国土资源部门与乡村长期合作。",
    ],
)
def test_right_expressions_are_left_alone(text: str) -> None:
    assert scanner().scan(text) == ()


def test_an_exception_that_contains_the_pattern_must_cover_the_hit() -> None:
    scanner = build(entry("棋牌", unless=("棋牌文化",)))
    assert scanner.scan("棋牌文化") == ()
    (hit,) = scanner.scan("棋牌文化与棋牌平台")
    assert hit.start == 5


def test_a_neighbour_excuses_nearby_and_in_the_title_only() -> None:
    scanner = build(entry("赌场", unless=("查处",)))
    assert scanner.scan("查处地下赌场") == ()
    assert scanner.scan("地下赌场", "查处情况通报") == ()
    assert scanner.scan("查处" + "，" * 30 + "赌场")


def test_a_needed_neighbour_must_be_near() -> None:
    scanner = build(entry("份号", needs=("密级",)))
    assert scanner.scan("份号0001 密级机密")
    assert scanner.scan("份号0001" + "，" * 30 + "密级") == ()


def test_digits_bound_a_date() -> None:
    scanner = build(entry("2月30日", digit_edge=True))
    assert scanner.scan("12月30日") == ()
    assert scanner.scan("于2月30日前")


def test_overlapping_hits_of_one_concern_are_one_and_errors_win() -> None:
    weak = Entry("截止目前为", Concern.MISSPELLING, Grade.HINT)
    other = Entry("目前为止", Concern.WORDING, Grade.HINT)
    hits = build(weak, entry("截止目前"), other).scan("截止目前为止")
    assert [(hit.match, hit.grade) for hit in hits] == [
        ("截止目前", Grade.ERROR),
        ("目前为止", Grade.HINT),
    ]


def test_a_wrong_form_suggests_its_term() -> None:
    term = Term("人民检察院", Concern.MISSPELLING, Grade.ERROR, ("捡察院",), origin="固定表述")
    (hit,) = build(terms=(term,)).scan("市人民捡察院")
    assert (hit.match, hit.suggestion, hit.rule) == ("捡察院", "人民检察院", "固定表述：人民检察院")


def test_latin_letters_are_found_in_either_case() -> None:
    scanner = build(entry("ag真人"))
    assert scanner.scan("AG真人") and scanner.scan("ag真人")


def test_title_hits_carry_their_mark_and_are_told_once() -> None:
    scanner = build(entry("侯车"))
    (only,) = scanner.scan("正文", "侯车室公告")
    assert only.in_title and (only.start, only.end) == (0, 2)
    (told,) = scanner.scan("侯车室在一楼", "侯车室公告")
    assert not told.in_title


def test_hits_are_bounded_per_rule_and_page() -> None:
    assert len(build(entry("侯车")).scan("侯车。" * 10_000)) == MOST_PER_RULE
    many = [entry(f"词{chr(0x4E00 + number)}") for number in range(200)]
    assert len(build(*many).scan("".join(one.pattern for one in many))) == MOST_HITS


def test_the_fragment_is_exact_and_short() -> None:
    text = "前" * 100 + "侯车" + "后" * 100
    (hit,) = build(entry("侯车")).scan(text)
    assert hit.fragment == "前" * 20 + "侯车" + "后" * 20


def test_a_scanner_survives_pickling() -> None:
    copy = pickle.loads(pickle.dumps(scanner()))
    assert copy.scan("截止目前") == scanner().scan("截止目前") != ()


def test_no_lists_find_nothing_but_persons() -> None:
    assert build().scan("侯车\0") == ()


def test_a_file_is_scanned_whatever_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "截止目前".encode() + b"\xff\xfe")
    (hit,) = scan_file(path)
    assert hit.match == "截止目前"


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_offsets_slice_to_the_match_and_hits_of_a_concern_do_not_overlap(text: str, title: str) -> None:
    hits = scanner().scan(text, title)
    assert len(hits) <= MOST_HITS
    ends: dict[tuple[Concern, bool], int] = {}
    for hit in hits:
        where = title if hit.in_title else text
        assert 0 <= hit.start < hit.end <= len(where)
        if hit.concern != Concern.PERSONAL:
            assert where[hit.start : hit.end] == hit.match
            key = hit.concern, hit.in_title
            assert hit.start >= ends.get(key, 0)
            ends[key] = hit.end
        assert len(hit.fragment) <= hit.end - hit.start + 40

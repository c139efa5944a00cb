"""Personal numbers in full are leaks by context, and are never repeated in full."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.shipped import scanner
from xunwang.text.personal import is_bank_card, is_resident_id, mask, personal_numbers
from xunwang.words import Concern, Grade

WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def with_check(body: str) -> str:
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def card(body: str) -> str:
    for check in "0123456789":
        if is_bank_card(body + check):
            return body + check
    raise AssertionError(body)


ID = with_check("22010219900307451")
CARD = card("622202100112345678")
IDS = st.builds(
    lambda area, day, order: with_check(f"{area}{day:%Y%m%d}{order:03}"),
    st.sampled_from(["110101", "220102", "440305", "654321"]),
    st.dates(
        min_value=__import__("datetime").date(1930, 1, 1), max_value=__import__("datetime").date(2020, 1, 1)
    ),
    st.integers(0, 999),
)


def grades(text: str) -> list[tuple[str, Grade | None]]:
    return [(number.kind, number.grade) for number in personal_numbers(text)]


def test_the_checksum_is_that_of_the_standard() -> None:
    assert is_resident_id("11010519491231002X")  # the example in GB 11643
    assert not is_resident_id("110105194912310021")
    assert not is_resident_id(with_check("11010519491331002"))
    assert not is_resident_id(with_check("99010519491231002"))


def test_a_resident_id_in_full_is_an_error_anywhere() -> None:
    for text in (ID, f"身份证号{ID}。", f"张某\t{ID}\t男", f"{ID[:6]} {ID[6:14]} {ID[14:]}"):
        assert grades(text) == [("居民身份证号码", Grade.ERROR)]


def test_full_width_digits_and_small_x_do_not_hide_an_id() -> None:
    assert grades("".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in ID))
    assert grades("身份证11010519491231002x")


@pytest.mark.parametrize(
    "text",
    [
        f"身份证号{ID[:6]}********{ID[-4:]}",
        ID[:-1] + ("1" if ID[-1] != "1" else "2"),
        "9" + ID,
        f"A{ID}",
        "统一社会信用代码112200000135443360",
        "国库账户 220201900307451234567890",
        "2020-11-30 12:00 13800-00",
    ],
)
def test_masked_and_other_numbers_are_left_alone(text: str) -> None:
    assert grades(text) == []


def test_a_sample_is_only_a_hint() -> None:
    assert grades(f"填写说明：例如{ID}") == [("居民身份证号码", Grade.HINT)]


def test_an_old_id_needs_its_word_and_is_a_hint() -> None:
    assert grades("身份证号：220102650307451") == [("居民身份证号码（旧）", Grade.HINT)]
    assert grades("档案编号：220102650307451") == []


@pytest.mark.parametrize(
    "text",
    [
        "联系人：王某，联系电话：13812345678",
        "办公地址：人民大街1号，咨询电话13912345678，监督电话13712345678、13612345678",
        "项目负责人 13812345678",
    ],
)
def test_contact_numbers_are_meant_to_be_there(text: str) -> None:
    assert scanner().scan(text) == ()


def test_a_mobile_number_beside_personal_facts_is_a_hint() -> None:
    assert grades("患者李某，家庭住址某村，13812345678") == [("手机号码", Grade.HINT)]


def test_mobile_numbers_in_a_list_of_beneficiaries_are_errors() -> None:
    rows = "\n".join(f"村民{n} 某村{n}组 1381234567{n} 300元" for n in range(4))
    text = f"2020年低保对象名单\n姓名 家庭住址 电话 金额\n{rows}"
    assert grades(text) == [("手机号码", Grade.ERROR)] * 4
    staff = f"驻村干部联系表\n姓名 联系电话\n{rows}"
    assert {grade for _, grade in grades(staff)} == {None}


def test_a_bank_card_needs_its_word_and_an_office_account_is_a_hint() -> None:
    assert grades(f"银行卡号：{CARD}") == [("银行卡号", Grade.ERROR)]
    assert grades(f"收款单位：某某建设有限公司 账号：{CARD}") == [("银行卡号", Grade.HINT)]
    assert grades(f"流水号 {CARD}") == []
    assert not is_bank_card(CARD[:-1] + str((int(CARD[-1]) + 1) % 10))


def test_other_hits_do_not_repeat_a_number_beside_them() -> None:
    hits = scanner().scan(f"请带户口薄和身份证{ID}、电话13812345678办理")
    assert {hit.concern for hit in hits} == {Concern.MISSPELLING, Concern.PERSONAL}
    for hit in hits:
        assert ID not in hit.fragment and "13812345678" not in hit.fragment
        assert ID[3:-2] not in hit.fragment


def test_the_mask_keeps_three_and_two() -> None:
    assert mask("13812345678") == "138******78"


@settings(deadline=None)
@given(st.lists(IDS, min_size=1, max_size=4), st.text(alphabet="张李号 ：，侯车12-", max_size=30))
def test_masked_output_never_contains_an_id(ids: list[str], filler: str) -> None:
    text = "侯车" + "，".join(f"{one}户口薄{filler}" for one in ids)
    for hit in scanner().scan(text, f"公示{ids[0]}"):
        for one in ids:
            for told in (hit.fragment, hit.match, hit.rule, hit.suggestion):
                assert one not in told.replace(" ", "").replace("-", "")


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -Xx１２*名单姓低保卡号", max_size=120))
def test_no_text_breaks_the_search(text: str) -> None:
    ends = 0
    for number in personal_numbers(text):
        assert ends <= number.start < number.end <= len(text)
        ends = number.end


@pytest.mark.parametrize("between", ["年", "月", "，", "\n"])
def test_digits_apart_are_no_number_and_a_whole_one_among_them_is(between: str) -> None:
    dates = between.join(["2020年11月30日"] * 40)
    assert personal_numbers(dates) == ()
    text = f"{dates}{between}电话：13800138000{between}{dates}"
    assert [text[number.start : number.end] for number in personal_numbers(text)] == ["13800138000"]


def test_wide_digits_are_digits() -> None:
    text = "电话：１３８００１３８０００。"
    assert [text[number.start : number.end] for number in personal_numbers(text)] == [
        "１３８００１３８０００"
    ]

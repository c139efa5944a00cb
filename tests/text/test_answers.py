"""What reads poorly about an answer to a citizen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.text.answers import answer_sign

GOOD = "您好，办理老年证请携带身份证和一寸照片到就近的街道便民服务中心，工作日上午九点至下午五点均可办理。"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("收到，感谢您的关注！", "empty"),
        ("您好！", "empty"),
        ("", "empty"),
        ("请拨打12345。", "elsewhere"),
        ("您好，此事不归我局管，请联系城管局。", "elsewhere"),
        ("我不是已经说过了吗，你想怎样？", "cold"),
        ("周一上午可以办。", "short"),
    ],
)
def test_poor_answers_are_told_apart(answer: str, kind: str) -> None:
    sign = answer_sign(answer)
    assert sign is not None
    assert sign.kind == kind
    assert sign.why


@pytest.mark.parametrize(
    "answer",
    [
        GOOD,
        GOOD + "如有疑问，请拨打0431-12345678咨询。",
        "反映的路灯不亮问题，我局已于3月5日更换线路和灯头，当晚恢复照明，请您监督。",
    ],
)
def test_an_answer_that_says_something_is_left_alone(answer: str) -> None:
    assert answer_sign(answer) is None


@given(st.text(max_size=300))
def test_whatever_an_answer_says_it_is_read(answer: str) -> None:
    sign = answer_sign(answer)
    assert sign is None or sign.kind in ("cold", "empty", "elsewhere", "short")

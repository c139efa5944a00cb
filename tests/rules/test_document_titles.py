"""What a document is about, by its title."""

from __future__ import annotations

import pytest

from xunwang.rules.website._interpretation import subject_of


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("某市人民政府关于印发《某市防汛应急预案》的通知", "某市防汛应急预案"),
        ("某县人民政府关于推进城市绿化养护高质量发展的若干措施", "推进城市绿化养护高质量发展"),
        ("某省人民政府办公厅关于稳定就业的政策措施（试行）", "稳定就业"),
        ("某市人民政府关于加强河道管理的实施意见", "加强河道管理的实施"),
        ("某县防汛应急预案", "某县防汛应急预案"),
    ],
)
def test_the_subject_of_a_title(title: str, subject: str) -> None:
    assert subject_of(title) == subject

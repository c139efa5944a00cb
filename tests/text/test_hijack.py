"""Hijackers' words are found through their disguises; news and administration are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.text import hijack_words


@pytest.mark.parametrize(
    "text",
    [
        "澳门新葡京娱乐场官网",
        "澳 门 新 葡 京 娱 乐 场",
        "开元棋牌app下载|开元棋牌官网",
        "ＢＥＴ３６５体育投注",
        "AG真人百家乐平台",
        "某市公安局-重庆时时彩平台注册",
        "时\u200b时\u200b彩 计划群",
        "成人电影在线免费观看",
        "代开发票 开票微信13800000000",
        "新开传奇私服发布网",
        "線上娛樂城 百家樂",
        "迷药听话水货到付款",
    ],
)
def test_spam_is_recognised(text: str) -> None:
    assert hijack_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "弘扬棋牌文化 举办全民健身棋牌赛",
        "反赌博宣传进社区",
        "关于加强彩票销售点管理的通知",
        "警方打击卖淫嫖娼违法犯罪",
        "公安机关捣毁网络赌博平台，涉案时时彩平台被取缔",
        "药品监管部门开展处方药专项检查",
        "澳门特别行政区政府代表团来访",
        "皇冠假日酒店周边道路施工公告",
        "纳税人如何申请代开增值税专用发票",
        "三中三班学生志愿服务",
        "关于少妇女儿童的关爱",
        "城市群交通一体化",
        "禁止发布淫秽色情信息的规定",
        "福利彩票公益金使用情况公告",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert hijack_words(text) == ()


@given(st.text(max_size=300))
def test_it_never_raises_and_words_are_told_once(text: str) -> None:
    words = hijack_words(text)
    assert len(words) == len(set(words))

"""Signs of posts: advertising, permitted sources, off-duty content with its reasons."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from xunwang.text import ListError
from xunwang.text.offduty import KINDS, duty_words
from xunwang.text.posts import look, looker
from xunwang.text.signs import NAMES, SHIPPED, load_signs
from xunwang.text.sources import source_listed

POSTS = Path(__file__).with_name("posts")


def measured(*files: str) -> dict[str, float]:
    """Recall and precision of both hints over files of posts that were written for it."""
    rows = [row for name in files for row in yaml.safe_load((POSTS / name).read_text(encoding="utf-8"))]
    told = [(row, look(row["title"], row["text"], duties=row["duties"])) for row in rows]
    off = [(row["kind"] != "ok", signs.off_duty is not None) for row, signs in told]
    ads = [(row["ad"], any(one.what == "advertising" for one in signs.links)) for row, signs in told]
    return {
        "recall": share(off, True), "precision": share(off, False),
        "ad_recall": share(ads, True), "ad_precision": share(ads, False),
    }  # fmt: skip


def share(pairs: list[tuple[bool, bool]], recall: bool) -> float:
    both = sum(real and found for real, found in pairs)
    return both / sum(real if recall else found for real, found in pairs)


def test_what_the_docs_say_of_unseen_posts_still_holds() -> None:
    figures = measured("held_out_2.yaml", "advertising.yaml")
    assert figures["recall"] >= 0.85
    assert figures["precision"] >= 0.74
    assert figures["ad_recall"] >= 0.40
    assert figures["ad_precision"] >= 0.95


def test_an_off_duty_post_is_told_with_every_feature_that_made_its_score() -> None:
    text = "耐克正品运动鞋，原价599元，现价199元包邮，加微信号abc12345下单！！"
    sign = look(
        "秋冬新款特价", text, [("https://item.taobao.com/item.htm?id=1", "去看看")], duties="镇政府 民生"
    ).off_duty
    assert sign is not None
    assert (sign.kind, sign.score > 0.99) == ("commercial", True)
    names = [name for name, _ in sign.features]
    assert any(name.startswith("买卖用语：") and "特价" in name for name in names)
    assert "网上商店或广告链接" in names
    assert [abs(weight) for _, weight in sign.features] == sorted(
        (abs(w) for _, w in sign.features), reverse=True
    )


def test_what_speaks_against_it_is_told_too() -> None:
    sign = look("直播间里抢福利", "直播间秒杀包邮，某品牌口红五折，市民咨询热线。", duties="商务").off_duty
    assert sign is not None
    assert any(name.startswith("公务用语：") and weight < 0 for name, weight in sign.features)


@pytest.mark.parametrize(
    ("duties", "title", "text"),
    [
        (
            "市监局 市场监管",
            "双十一购物提示",
            "先涨价再打折、定金不退等促销套路要留心，请保留订单截图，可投诉举报。",
        ),
        ("农业农村", "局长走进助农直播间", "副局长为家乡大米带货，带动120户农民增收。"),
        ("公安 治安", "网红主播涉嫌诈骗被抓", "民警查明，嫌疑人诱导粉丝打榜刷礼物，警方提醒谨防受骗。"),
        ("网信", "整治饭圈乱象", "开展专项行动，处置诱导应援打榜的账号。"),
    ],
)
def test_what_an_office_says_about_trade_and_stars_is_its_business(
    duties: str, title: str, text: str
) -> None:
    signs = look(title, text, duties=duties)
    assert signs.off_duty is None
    assert signs.links == ()


def test_without_known_duties_their_absence_says_nothing() -> None:
    text = "清晨的第一缕阳光洒在江面上，几只水鸟掠过，远处传来悠长的汽笛声。"
    assert look("", text).off_duty is None
    assert look("", text, duties="税务 纳税").off_duty is not None


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("https://item.jd.com/1.html", "commercial"),
        ("//shop.m.taobao.com/x", "commercial"),
        ("https://cpro.baidu.com/cpro/ui", "advertising"),
        ("https://www.xiaohongshu.com/goods/1", "commercial"),
    ],
)
def test_a_link_to_a_shop_or_to_advertising_is_a_sign(url: str, what: str) -> None:
    (sign,) = look("通知", "见链接", [(url, "点击")]).links
    assert (sign.target, sign.what, sign.text) == (url, what, "点击")
    assert "：" in sign.why


@pytest.mark.parametrize(
    "url",
    ["https://www.gov.cn/a", "https://notjd.com/", "https://jd.com.example/", "https://www.xiaohongshu.com/user/1", "", "http://[", "javascript:1"],
)  # fmt: skip
def test_other_links_are_none(url: str) -> None:
    assert look("通知", "见链接", [(url, "点击")]).links == ()


def test_words_of_advertising_are_told_with_their_surroundings() -> None:
    (sign,) = look("新店", "本店诚邀加盟，加盟热线见下。", duties="").links[:1]
    assert (sign.target, sign.what) == ("", "advertising")
    assert "诚邀加盟" in sign.text


@pytest.mark.parametrize("text", ["谨防“低息贷款”骗局", "查处一家谎称“无效退款”的诊所"])
def test_a_warning_against_it_is_no_advertising(text: str) -> None:
    assert look("", text).links == ()


@pytest.mark.parametrize(
    "source",
    ["新华社", "来源：人民日报客户端", "央视新闻微信公众号", "示例市人民政府网站", "@吉林发布", "www.example.gov.cn",
     "https://www.xinhuanet.com/a.htm", "新华社、示例市公安局", "省生态环境厅"],
)  # fmt: skip
def test_party_government_and_central_media_are_permitted_sources(source: str) -> None:
    assert source_listed(source)


@pytest.mark.parametrize(
    "source",
    [
        "某某八卦社",
        "深夜书房",
        "某某传媒有限公司",
        "新华社、某某八卦社",
        "news.example.com",
        "gov.cn.example.com",
        "吃瓜发布公司",
        "、",
    ],
)
def test_others_are_not(source: str) -> None:
    assert not source_listed(source)


def test_own_work_has_no_source() -> None:
    assert look("通知", "正文").source is None
    assert look("通知", "正文", source="新华网").source == ("新华网", True)


def test_an_office_adds_its_own_media_and_moves_the_threshold(tmp_path: Path) -> None:
    media = [*load_signs("sources")["media"], "示例日报"]
    (tmp_path / "sources.yaml").write_text(
        yaml.safe_dump({"media": media}, allow_unicode=True), encoding="utf-8"
    )
    (tmp_path / "offduty.yaml").write_text("threshold: 1\n", encoding="utf-8")
    assert not source_listed("示例日报")
    assert source_listed("示例日报", tmp_path)
    text = "清仓特价包邮，秒杀下单，加微信号abc12345"
    assert look("", text, duties="税务").off_duty is not None
    assert looker(tmp_path).look("", text, duties="税务").off_duty is None


@pytest.mark.parametrize(
    ("content", "words"),
    [("threshhold: 1", "threshhold"), ("threshold: [1]", "threshold"), ("- a", "顶层"), ("a: [", "缩进")],
)
def test_a_slip_in_an_offices_list_is_told(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "offduty.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ListError, match=words):
        load_signs("offduty", tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_list_says_where_it_comes_from(name: str) -> None:
    data = yaml.safe_load((SHIPPED / f"{name}.yaml").read_text(encoding="utf-8"))
    assert "自拟" in data["source"] or "国" in data["source"]
    assert data["last_review"]


def test_every_group_and_feature_has_a_name_a_kind_and_a_weight() -> None:
    data = load_signs("offduty")
    for row in (*data["groups"], *data["features"].values()):
        assert row["label"]
        assert row["kind"] in (*KINDS, "all")
        assert row["weight"] != 0
        assert row["most"] >= 1
    words = [word for group in data["groups"] for word in group["words"]]
    assert all(len(word) > 1 for word in words)


def test_long_duties_are_looked_for_by_four_characters_in_a_row() -> None:
    assert duty_words("道路交通安全 消防，税") == ("道路交通", "路交通安", "交通安全", "消防")


@given(st.text(max_size=200), st.text(max_size=400), st.lists(st.tuples(st.text(max_size=40), st.text(max_size=9)), max_size=4),
       st.text(max_size=30), st.text(max_size=40))  # fmt: skip
def test_whatever_a_post_says_it_gets_an_answer(title, text, links, source, duties) -> None:
    signs = look(title, text, links, source, duties)
    if signs.off_duty is not None:
        assert 0.6 <= signs.off_duty.score <= 1
        assert signs.off_duty.kind in KINDS
        assert signs.off_duty.features


@pytest.mark.parametrize("file", sorted(path.name for path in POSTS.glob("*.yaml")))
def test_properties_are_left_out_only_where_they_change_nothing(tmp_path: Path, file: str) -> None:
    """Where words alone rule a hint out, the rest is not looked at; a threshold of nought looks at everything."""
    (tmp_path / "offduty.yaml").write_text("threshold: 0\n", encoding="utf-8")
    all_looked_at, limit = looker(tmp_path), load_signs("offduty")["threshold"]
    for row in yaml.safe_load((POSTS / file).read_text(encoding="utf-8")):
        for text in (row["text"], row["text"] + "会议通知公告，部署检查整治工作，规定政策办理。" * 2):
            shipped = look(row["title"], text, duties=row["duties"]).off_duty
            whole = all_looked_at.look(row["title"], text, duties=row["duties"]).off_duty
            assert whole is not None
            assert shipped == (whole if whole.score >= limit else None)

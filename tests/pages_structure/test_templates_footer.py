"""The eight footer elements in the shapes that real footers give them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.pages_structure.reading import joiner, read
from xunwang.pages.document import parse
from xunwang.pages.footer import read_footer
from xunwang.pages.records import FooterPart
from xunwang.pages.urls import Joiner
from xunwang.words import FooterElement as El

BASE = "http://www.example.gov.cn"
BODY = "<p>" + "某县召开会议研究部署有关工作，要求各单位抓好落实。" * 30 + "</p>"


def footer(html: str, body: str = BODY) -> dict[El, FooterPart]:
    page = f"<html><head><title>某县</title></head><body><div>{body}</div><div class='footer'>{html}</div></body></html>"
    return {part.element: part for part in read_footer(read(page), joiner())}


PLAIN = {
    El.BADGE: '<a href="http://bszs.conac.cn/sitename?method=show&amp;id=1"><img src="red.png"></a>',
    El.ERROR_REPORT: '<script id="_jiucuo_" sitecode="2200000001" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>',
    El.SITE_CODE: "<span>网站标识码：2200000001</span>",
    El.SPONSOR: "<p>主办单位：某县人民政府办公室</p>",
    El.CONTACT: "<p>联系电话：0431-88901234</p>",
    El.ICP: '<a href="https://beian.miit.gov.cn/">吉ICP备05001234号-1</a>',
    El.PUBLIC_SECURITY: (
        '<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=22010202000001">吉公网安备 22010202000001号</a>'
    ),
    El.SITE_MAP: '<a href="/wzdt/">网站地图</a>',
}


def test_a_plain_footer_has_all_eight() -> None:
    found = footer("".join(PLAIN.values()))
    assert {element: part.value for element, part in found.items()} == {
        El.BADGE: "党政机关", El.ERROR_REPORT: "2200000001", El.SITE_CODE: "2200000001", El.SPONSOR: "某县人民政府办公室",
        El.CONTACT: "0431-88901234", El.ICP: "吉ICP备05001234号-1", El.PUBLIC_SECURITY: "吉公网安备22010202000001号",
        El.SITE_MAP: "网站地图",
    }  # fmt: skip
    assert found[El.BADGE].url == "http://bszs.conac.cn/sitename?method=show&id=1"
    assert found[El.SITE_MAP].url == BASE + "/wzdt/"
    assert found[El.ICP].url == "https://beian.miit.gov.cn/"


@pytest.mark.parametrize("missing", list(PLAIN))
def test_what_is_left_out_is_not_found(missing: El) -> None:
    found = footer("".join(html for element, html in PLAIN.items() if element is not missing))
    assert set(found) == set(PLAIN) - {missing}


@pytest.mark.parametrize("missing", list(PLAIN))
def test_what_is_commented_out_is_not_found(missing: El) -> None:
    found = footer(
        "".join(f"<!-- {html} -->" if element is missing else html for element, html in PLAIN.items())
    )
    assert missing not in found


@pytest.mark.parametrize(
    ("element", "html", "value"),
    [
        (El.BADGE, "<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript "
         "src='http://dcs.conac.cn/js/05/107/0000/41468768/CA051070000414687680001.js' type='text/javascript'%3E%3C/script%3E\"));</script>", "党政机关"),
        (El.BADGE, '<script src="//dcs.conac.cn/js/18/CA18.js"></script>', "党政机关"),
        (El.BADGE, '<a href="#" class="x"><img src="images/footer_dzjg.jpg" alt=""></a>', "党政机关"),
        (El.BADGE, '<img src="/i/1.png" alt="党政机关网站标识">', "党政机关"),
        (El.ERROR_REPORT, '<script src="http://pucha.kaipuyun.cn/exposure/jiucuo.js" sitecode=\'bm55000001\' id="_jiucuo_"></script>', "bm55000001"),
        (El.ERROR_REPORT, '<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=6101000007&amp;url=https%3A%2F%2Fx">'
         '<img src="jc.png"></a>', "6101000007"),
        (El.ERROR_REPORT, "<a onclick=\"window.open('http://121.43.68.40/exposure/jiucuo.html?site_code=3300000020&url='+location.href)\">"
         '<img src="zc.png"></a>', "3300000020"),
        (El.ERROR_REPORT, "<a onclick=\"Link('4201000003')\"><img src=\"pic01.png\" alt=\"我为政府网站找错\"></a>", "4201000003"),
        (El.ERROR_REPORT, '<a href="#"><img src="images/footer_zhaocuo.jpg" alt=""></a>', ""),
        (El.ERROR_REPORT, "<script>document.write('<a href=\"https://zfwzgl.www.gov.cn/exposure/"
         "jiucuo.html?site_code=2200000001\">找错</a>')</script>", "2200000001"),
        (El.SITE_CODE, "政府网站标识码 1304000009", "1304000009"),
        (El.SITE_CODE, "网站标识码：<span>bm14000002</span>", "bm14000002"),
        (El.SITE_CODE, "网站标识码:&nbsp;&nbsp;<a><font>BM14000002</font></a>", "bm14000002"),
        (El.SITE_CODE, "<script>document.write('网站标识码：2200000001')</script>", "2200000001"),
        (El.SPONSOR, "<p>某市人民政府办公厅主办 某市数据局承办</p>", "某市人民政府办公厅"),
        (El.SPONSOR, "<p>主办：某县人民政府　承办：某县大数据局</p>", "某县人民政府"),
        (El.SPONSOR, "<span><i>主办方：</i>某某工程办公室</span>", "某某工程办公室"),
        (El.SPONSOR, "<p>主 办：某县人民政府</p>", "某县人民政府"),
        (El.CONTACT, '<a href="/lxwm/">联系我们</a>', "联系我们"),
        (El.CONTACT, "<p>地址：人民路1号 邮编：130000</p>", "人民路1号 邮编：130000"),
        (El.CONTACT, "<p>网站维护电话：<b>0431-1234567</b></p>", "0431-1234567"),
        (El.CONTACT, "<p>政务服务便民热线：12345</p>", "12345"),
        (El.CONTACT, "<p>市民热线:<b>0431-12345</b></p>", "0431-12345"),
        (El.CONTACT, '<a href="/lxwm/">联系我们</a><p>热线：办事请进 地址：人民路1号</p>', "人民路1号"),
        (El.CONTACT, '<a href="/lxfs/">联系方式</a>', "联系方式"),
        (El.ICP, "京<span>ICP</span>备<span>19054529</span>号<span>-1</span>", "京ICP备19054529号-1"),
        (El.ICP, "备案序号：<a>粤ICP备2022092331号</a>", "粤ICP备2022092331号"),
        (El.ICP, "冀ICP备:10000000号", "冀ICP备:10000000号"),
        (El.PUBLIC_SECURITY, "京公网安备<span>11010602060068</span>号", "京公网安备11010602060068号"),
        (El.PUBLIC_SECURITY, "鄂公网安备&nbsp;42108302000010号", "鄂公网安备42108302000010号"),
        (El.PUBLIC_SECURITY, "<a>鲁公网安备\n                    37020202000341号</a>", "鲁公网安备37020202000341号"),
        (El.PUBLIC_SECURITY, "粤公网安备号<a>44030402003007</a>", "粤公网安备号44030402003007"),
        (El.PUBLIC_SECURITY, "公安备案号：22010202000001", "公安备案号：22010202000001"),
        (El.SITE_MAP, "<a href='sitemap.html' title='网站地图'><img src='m.png'></a>", "网站地图"),
        (El.SITE_MAP, '<a target=_blank href=/map/ >站点地图</a>', "网站地图"),
    ],
)  # fmt: skip
def test_other_shapes(element: El, html: str, value: str) -> None:
    assert footer(html)[element].value == value


def test_the_body_of_an_article_is_no_footer() -> None:
    body = (
        BODY
        + "<p>主办单位：某县文化局。联系电话：0431-1。网站标识码应当置于页脚。我为政府网站找错留言办理情况。</p>"
        + BODY * 3
    )
    assert footer("版权所有", body) == {}


def test_real_footers_carry_the_code_of_their_site(shared: Path) -> None:
    manifest = json.loads((shared / "data/pages/manifest.json").read_text(encoding="utf-8"))
    now = datetime(2025, 6, 30, tzinfo=UTC)
    right = wrong = 0
    for entry in manifest:
        doc = parse(
            (shared / "data" / entry["file"]).read_bytes(), url="http://x.gov.cn/", http_charset=None, now=now
        )
        parts = {part.element: part for part in read_footer(doc, Joiner())}
        codes = {parts[e].value for e in (El.SITE_CODE, El.ERROR_REPORT) if e in parts and parts[e].value}
        print(entry["file"][6:26], entry["site_id_code"], {str(e): p.value[:20] for e, p in parts.items()})
        if entry["site_id_code"] and codes:
            right, wrong = (
                right + (codes == {entry["site_id_code"]}),
                wrong + (codes != {entry["site_id_code"]}),
            )
    print(f"footer codes equal to the SiteIDCode tag: {right} of {right + wrong}")
    assert right >= 25 and wrong == 0

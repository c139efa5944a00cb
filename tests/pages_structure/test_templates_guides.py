"""Service guides in the forms that real sites give them: which of the eight element classes have content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pages_structure.reading import NOW, joiner, read
from xunwang.pages.guides import read_guide
from xunwang.pages.records import Guide
from xunwang.pages.understand import understand
from xunwang.words import GuideElement as El
from xunwang.words import PageKind

VALUES = {
    "事项名称": "排污许可证核发",
    "设定依据": "《排污许可管理条例》第六条",
    "受理条件": "依法领取营业执照，具备治理设施。",
    "申请材料": "1.申请表；2.营业执照；3.其他相关材料",
    "承诺期限": "20个工作日",
    "办理地点": "长春路12号政务大厅3号窗口",
    "办公时间": "工作日8:30-11:30，13:30-17:00",
    "收费标准": "不收费",
    "咨询电话": "0431-88900000",
    "监督电话": "12345",
    "办理流程": "申请—受理—审查—决定—送达",
}
ALL = set(El)


def guide(
    html: str, title: str = "排污许可证核发", url: str = "http://www.example.gov.cn/bsfw/1.html"
) -> Guide | None:
    page = f"""<html><head><title>{title}</title></head><body><div class="nav"><a href="/">首页</a><a href="/zwfw/">办事流程</a></div>
    <div class="main"><h1>{title}</h1>{html}</div><div class="footer">主办单位：某某县人民政府 地址：人民路1号 联系电话：0431-1</div></body></html>"""
    return read_guide(read(page, url), joiner())


def spread(form: str, values: dict[str, str] = VALUES) -> str:
    return "".join(form.format(k=k, v=v) for k, v in values.items())


FORMS = {
    "rows of label and value": ("<table>{}</table>", "<tr><th>{k}</th><td>{v}</td></tr>"),
    "cells with paragraphs": (
        "<table>{}</table>",
        "<tr><td><p><b>{k}：</b></p></td><td><p>{v}</p><p>&nbsp;</p></td></tr>",
    ),
    "numbered paragraphs": ("<div>{}</div>", "<p><strong><strong>三、{k}：</strong></strong>{v}</p>"),
    "headings": ("<div>{}</div>", "<h3>【{k}】</h3><p>{v}</p>"),
    "headings in boxes": (
        "<div>{}</div>",
        '<div class="tit"><span>{k}</span></div><div class="con">{v}</div>',
    ),
    "definition list": ("<dl>{}</dl>", "<dt>{k}</dt><dd>{v}</dd>"),
    "spans in a line": ("<ul>{}</ul>", '<li><span class="l">{k}</span><span class="r">{v}</span></li>'),
    "labels in the line": ("<div>{}</div>", "<p>（一）{k}：{v}</p>"),
    "breaks only": ("<td>{}</td>", "　　{k}：{v}<br/>"),
    "label and value in lines of their own": ("<div>{}</div>", "<p>一、{k}</p><p>　　{v}</p>"),
    "a table row each for label and value": (
        "<table>{}</table>",
        "<tr><td colspan=2>{k}</td></tr><tr><td colspan=2>{v}</td></tr>",
    ),
    "labels with blanks in them": (
        "<table>{}</table>",
        "<tr><td>&nbsp;{k[0]} {k[1]} {k[2]}&nbsp;{k[3]}</td><td>{v}</td></tr>",
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_all_elements_are_found_with_their_own_content(name: str) -> None:
    around, form = FORMS[name]
    found = guide(around.format(spread(form)))
    assert found is not None
    assert set(found.elements) == ALL
    for label, element in (
        ("设定依据", El.BASIS),
        ("办理地点", El.PLACE),
        ("咨询电话", El.PHONE),
        ("申请材料", El.MATERIALS),
    ):
        assert VALUES[label] in found.elements[element].replace(" ", "").replace("\n", "")
        assert not any(other in found.elements[element] for key, other in VALUES.items() if key != label)
    assert found.vague == ("其他相关材料",)
    assert found.needs_form


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("blank", ["", "无", "暂无", "/", "—"])
def test_an_element_without_content_does_not_count(name: str, blank: str) -> None:
    around, form = FORMS[name]
    emptied = VALUES | {"设定依据": blank, "办公时间": blank, "办理地点": blank}
    found = guide(around.format(spread(form, emptied)))
    assert found is not None
    assert set(found.elements) == ALL - {El.BASIS, El.HOURS, El.PLACE}


def test_several_pairs_in_a_row() -> None:
    items = list(VALUES.items())
    rows = "".join(
        "<tr>" + "".join(f"<td class='l'>{k}</td><td>{v}</td>" for k, v in items[i : i + 2]) + "</tr>"
        for i in range(0, len(items), 2)
    )
    found = guide(f"<table>{rows}</table>")
    assert found is not None
    assert set(found.elements) == ALL
    assert found.elements[El.PHONE] == VALUES["咨询电话"]


def test_labels_as_column_headings() -> None:
    head = "".join(f"<th>{k}</th>" for k in VALUES)
    row = "".join(f"<td>{v}</td>" for v in VALUES.values())
    found = guide(f"<table><tr>{head}</tr><tr>{row}</tr></table>")
    assert found is not None
    assert {key: found.elements[key] for key in (El.PLACE, El.HOURS)} == {
        El.PLACE: VALUES["办理地点"],
        El.HOURS: VALUES["办公时间"],
    }


def test_tabs_and_their_panes() -> None:
    tabs = "".join(f'<li><a href="javascript:;">{k}</a></li>' for k in VALUES)
    panes = "".join(f'<div class="pane" style="display:none"><p>{v}</p></div>' for v in VALUES.values())
    found = guide(f'<div class="tab"><ul class="hd">{tabs}</ul><div class="bd">{panes}</div></div>')
    assert found is not None
    assert set(found.elements) == ALL
    assert found.elements[El.PLACE] == VALUES["办理地点"]
    assert found.elements[El.PROCESS] == VALUES["办理流程"]


def test_an_index_of_anchors_before_the_sections_holds_no_content() -> None:
    index = "".join(f'<a href="#{n}">{k}</a>' for n, k in enumerate(VALUES))
    sections = spread("<h4>{k}</h4><div>{v}</div>", VALUES | {"设定依据": ""})
    found = guide(f'<div class="menu">{index}</div>{sections}')
    assert found is not None
    assert set(found.elements) == ALL - {El.BASIS}


def test_materials_in_a_table_inside_a_cell_and_a_flow_chart_as_picture() -> None:
    inner = (
        "<table><tr><th>序号</th><th>材料名称</th><th>材料形式</th><th>样表</th></tr>"
        '<tr><td>1</td><td>排污许可证申请表</td><td>纸质</td><td><a href="/files/sqb.doc">空表下载</a></td></tr>'
        "<tr><td>2</td><td>营业执照</td><td>电子</td><td></td></tr></table>"
    )
    rows = spread(
        "<tr><th>{k}</th><td>{v}</td></tr>", VALUES | {"申请材料": inner, "办理流程": '<img src="/lct.jpg">'}
    )
    found = guide(f"<table>{rows}</table>")
    assert found is not None
    assert set(found.elements) == ALL
    assert "营业执照" in found.elements[El.MATERIALS]
    assert [form.url for form in found.forms] == ["http://www.example.gov.cn/files/sqb.doc"]
    assert found.needs_form


def test_materials_in_a_table_below_a_heading() -> None:
    table = (
        "<table><thead><tr><th>材料名称</th><th>材料形式</th><th>份数</th><th>备注</th></tr></thead>"
        "<tr><td>排污许可证申请表</td><td>纸质</td><td>1</td><td>盖章</td></tr></table>"
    )
    found = guide(spread("<h3>{k}</h3><div>{v}</div>", VALUES | {"申请材料": table}))
    assert found is not None
    assert set(found.elements) == ALL
    assert "排污许可证申请表" in found.elements[El.MATERIALS]


def test_the_footer_gives_no_elements() -> None:
    found = guide(
        "<table>" + spread("<tr><td>{k}</td><td>{v}</td></tr>", VALUES | {"咨询电话": ""}) + "</table>"
    )
    assert found is not None
    assert set(found.elements) == ALL - {El.PHONE}


def test_time_limits_are_no_office_hours_and_complaint_numbers_no_enquiry_numbers() -> None:
    values = {
        "事项名称": "甲",
        "设定依据": "乙法",
        "办理条件": "丙",
        "办理时限": "20个工作日",
        "法定期限": "30日",
        "监督电话": "12345",
    }
    found = guide("<table>" + spread("<tr><td>{k}</td><td>{v}</td></tr>", values) + "</table>")
    assert found is not None
    assert set(found.elements) == {El.NAME, El.BASIS, El.CONDITIONS}


def test_one_label_for_place_and_hours_gives_both() -> None:
    values = VALUES | {"办理地点和时间": "人民路1号，工作日9:00-17:00"}
    del values["办理地点"], values["办公时间"]
    found = guide(spread("<p>{k}：{v}</p>", values))
    assert found is not None
    assert set(found.elements) == ALL


def test_content_said_to_be_elsewhere_counts_only_with_a_link() -> None:
    row = "<tr><td>{k}</td><td>{v}</td></tr>"
    without = guide("<table>" + spread(row, VALUES | {"申请材料": "详见附件"}) + "</table>")
    linked = guide(
        "<table>" + spread(row, VALUES | {"申请材料": '<a href="/a.doc">详见附件</a>'}) + "</table>"
    )
    assert without is not None and linked is not None
    assert El.MATERIALS not in without.elements
    assert El.MATERIALS in linked.elements


def test_a_notice_that_calls_for_applications_is_no_guide() -> None:
    html = (
        "<p>各县（市、区）：</p><p>一、申报条件</p><p>企业成立三年以上。</p><p>二、申报材料</p><p>申报书。</p>"
        "<p>三、申报程序</p><p>逐级上报。</p><p>联系电话：0431-1</p>"
    )
    assert (
        guide(html, "关于组织申报2020年省级专精特新企业的通知", "http://www.example.gov.cn/tzgg/2.html")
        is None
    )


def test_an_address_and_a_telephone_do_not_make_a_guide() -> None:
    assert guide("<p>地址：人民路1号</p><p>电话：0431-1</p><p>办公时间：9:00-17:00</p>", "机构简介") is None


def test_a_real_guide(shared: Path) -> None:
    with (shared / "data/service_guides/guides.jsonl").open(encoding="utf-8") as lines:
        published = [json.loads(line) for line in lines]
    found = guide(published[0]["html"], published[0]["name"])
    assert found is not None
    assert set(found.elements) == {El.NAME, El.BASIS, El.CONDITIONS, El.MATERIALS, El.PHONE}
    assert found.name == published[0]["name"]


@pytest.mark.parametrize("blank", [" ", "　", "&nbsp;", "  "])
def test_labels_spread_with_blanks_are_labels(blank: str) -> None:
    rows = "".join(
        f"<tr><th>{blank.join(label)}：</th><td>{VALUES[label]}</td></tr>"
        for label in ("受理条件", "申请材料", "承诺期限", "办理地点", "咨询电话")
    )
    html = f"<title>排污许可证核发</title><h1>排污许可证核发</h1><table>{rows}</table>"
    page = understand(
        html.encode(), url="http://www.example.gov.cn/bsfw/1.html", now=NOW, http_charset="utf-8"
    )
    assert page.kind is PageKind.GUIDE
    assert page.guide is not None
    assert page.guide.elements[El.MATERIALS].startswith("1.申请表")

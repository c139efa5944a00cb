"""The notice as documents: what it says, in what form, and that names of sites are words and nothing else."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from types import MappingProxyType

import docx
import openpyxl
import pytest
from django.db import transaction
from docx.shared import Pt
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker
from selectolax.lexbor import LexborHTMLParser

from tests.console.inspection.reviewed import in_review
from tests.console.notices.bare import final_campaign
from tests.console.notices.frozen import ISSUED, SECRET, final_round
from tests.console.province import Province, make_province, make_site, make_unit
from xunwang.access.models import User
from xunwang.notices import gbt9704
from xunwang.notices.notice import (
    NoticeData,
    TemplateError,
    Wording,
    build,
    check,
    check_outputs,
    load_template,
    render_all,
)
from xunwang.notices.notice.build import chinese_numeral
from xunwang.notices.notice.figures import Figures, share_of
from xunwang.notices.notice.imprint import office_figures
from xunwang.notices.notice.reading import READERS, squeeze
from xunwang.notices.notice.supervised import QUARTERLY
from xunwang.notices.notice.template import without_names
from xunwang.registry.models import Unit, WebSite
from xunwang.supervision.models import Assessment, FinalAssessment

NUMBER = "白政办函〔2021〕8号"
COPIES = "国务院办公厅，省委有关部门，省人大常委会办公厅，省政协办公厅，省监委，省法院，省检察院，白山军分区"
PRINTED = "白山省人民政府办公厅2021年2月3日印发"
HOSTILE = (
    '=cmd|"/c calc"!A1',
    "<script>alert(1)</script>",
    '#import "/etc/passwd": x #{1+1} $x$ *b* _i_',
    "]]></w:t><w:br/>&lt;&amp;",
    "{{ sites.checked }}{% raw %}{{ 7*7 }}",
    "@SUM(1+1)\u202e网",
)


def words(data: NoticeData, slot: str) -> str:
    return "\n".join(paragraph.text for paragraph in data.body if paragraph.slot == slot)


@pytest.fixture(scope="module")
def notice(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> NoticeData:
    with django_db_blocker.unblock(), transaction.atomic():
        wording = Wording({"copies": COPIES}, NUMBER, printed=date(2021, 2, 3))
        made = build(final_round(make_province()).campaign, wording, ISSUED)
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="module")
def files(notice: NoticeData) -> Mapping[str, bytes]:
    return MappingProxyType(render_all(notice))


def test_the_notice_tells_the_results_in_the_order_of_the_reference(notice: NoticeData) -> None:
    assert notice.title == "关于2020年全省政府网站和政务新媒体检查情况的通报"
    headings = [one.text for one in notice.body if one.level == 1]
    assert headings == ["一、总体情况", "二、主要工作成效", "三、存在问题", "四、下一步工作要求"]
    assert words(notice, "overall_sites").startswith(
        "共检查政府网站4个，包括省级政府门户网站1个、市级政府门户网站1个、市级政府部门网站1个、县级政府门户网站1个，"
        "占全省正在运行政府网站总数的100%。其中合格2个，不合格2个，总体合格率50.0%。"
    )
    assert "“松江市人民政府网”等市级政府门户网站得分靠前（详见附件1）" in words(notice, "overall_best")
    assert "占全省备案总数13个的38%" in words(notice, "overall_accounts")
    assert "总体合格率80.00%" in words(notice, "overall_accounts")
    assert "2个网站能在5个工作日内作出有效答复，占66.7%" in words(notice, "achievements_replies_text")
    assert "1个网站能够在1个工作日内" in words(notice, "achievements_at_once")
    assert "站点无法访问的1个（松江市教育局）" in words(notice, "problems_vetoes_text")
    assert "长期未更新的1个" in words(notice, "problems_accounts_text")
    # Fifteen working days after 2 February, with the Spring Festival and its Saturday and Sunday of work between.
    assert "2021年3月1日" in words(notice, "deadline") or "2021年2月26日" in words(notice, "deadline")


def assessed(unit: Unit, points: dict[str, str], stage: str = "final") -> Assessment:
    """A supervising office whose year came to these points off."""
    made = Assessment.objects.create(
        unit=unit, year=2020, edition_id="supervision-2019", stage=stage, created_at=ISSUED
    )
    person = User.objects.get(username="planner")
    FinalAssessment.objects.create(
        assessment=made, number=1, at=ISSUED, by=person, outcome="qualified", points=points, digest="0" * 64
    )
    return made


def test_what_is_not_known_is_left_out_and_what_becomes_known_is_told(province: Province) -> None:
    campaign = final_round(province).campaign
    silent = build(campaign, Wording(), ISSUED)
    assert not words(silent, "overall_supervision") and not words(silent, "achievements_policy")
    assessed(province.city, {"W-X": "5"})
    other = assessed(province.other_city, {QUARTERLY: "5"}, stage="hearing")
    assert not words(build(campaign, Wording(), ISSUED), "overall_supervision")
    Assessment.objects.filter(pk=other.pk).update(stage="final")
    told = words(build(campaign, Wording(), ISSUED), "overall_supervision")
    assert "2个监管单位中，1个每季度均开展抽查巡查，网站抽查比例不低于30%" in told
    own = build(campaign, Wording(texts={"overall_supervision": "监管工作另行通报。"}), ISSUED)
    assert words(own, "overall_supervision") == "监管工作另行通报。"
    # The headings are counted as they stand, without the one whose text is unknown.
    assert words(silent, "achievements_replies").startswith("（一）")


def test_no_figure_is_typed_into_the_template() -> None:
    for slot in load_template().slots:
        assert not re.search(r"[0-9０-９%％]", without_names(slot.text)), slot.id


def test_every_figure_has_a_name_for_people(notice: NoticeData) -> None:
    assert [one.id for one in notice.figures.values() if one.label == one.id] == []


def test_words_that_cannot_be_filled_are_refused_with_their_reason(province: Province) -> None:
    campaign = final_round(province).campaign
    for text, reason in (
        ("共{{ sites.invented }}个", "sites.invented"),
        ("共{{ sites.checked 个", "不成对"),
        ("字" * 20_001, "缩短"),
    ):
        with pytest.raises(TemplateError, match=reason) as refused:
            build(campaign, Wording(texts={"opening": text}), ISSUED)
        assert refused.value.slot == "opening"
    with pytest.raises(TemplateError, match="没有"):
        build(campaign, Wording(texts={"nonsense": "x"}), ISSUED)
    with pytest.raises(TemplateError, match="标题"):
        build(campaign, Wording(texts={"title": ""}), ISSUED)


def test_a_campaign_without_final_results_has_no_notice(province: Province) -> None:
    with pytest.raises(TemplateError, match="尚未核定"):
        build(in_review(province).campaign, Wording(), ISSUED)


def test_four_outputs_say_the_same(notice: NoticeData, files: Mapping[str, bytes]) -> None:
    assert check(notice) == []
    assert NoticeData.from_json(notice.to_json()) == notice
    again = NoticeData.from_json(notice.to_json())
    assert render_all(again) == files


def altered(data: NoticeData, name: str, text: str) -> NoticeData:
    """The notice with one figure told otherwise, in its text and in its list of figures."""
    body = tuple(
        replace(
            one, spans=tuple(replace(span, text=text) if span.figure == name else span for span in one.spans)
        )
        for one in data.body
    )
    figure = replace(data.figures[name], value=text, text=text)
    return replace(data, body=body, figures={**data.figures, name: figure})


@pytest.mark.parametrize("name", ["sites.checked", "accounts.rate", "sites.by_kind", "rectify.deadline"])
def test_a_figure_that_differs_in_one_output_is_named(
    notice: NoticeData, files: Mapping[str, bytes], name: str
) -> None:
    for kind, content in render_all(altered(notice, name, "97")).items():
        found = check_outputs(notice, {**files, kind: content})
        assert {one.output for one in found} == {kind.upper()}
        assert name in {one.figure for one in found}, (kind, found)
        assert any(one.found == "97" for one in found)


def test_a_figure_that_somebody_changed_in_a_file_is_named(
    notice: NoticeData, files: Mapping[str, bytes]
) -> None:
    document = docx.Document(io.BytesIO(files["docx"]))
    run = next(r for p in document.paragraphs for r in p.runs if r.text == "38%")
    run.text = "39%"
    changed = io.BytesIO()
    document.save(changed)
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    cell = next(row[2] for row in book["数据"].iter_rows() if row[0].value == "accounts.share")
    cell.value = "39%"
    workbook = io.BytesIO()
    book.save(workbook)
    page = files["html"].replace(b'value="38%">38%<', b'value="38%">39%<')
    for kind, content in (("docx", changed.getvalue()), ("xlsx", workbook.getvalue()), ("html", page)):
        found = check_outputs(notice, {kind: content})
        assert "accounts.share" in {one.figure for one in found}, kind
        assert "accounts.share（accounts.sampled÷accounts.filed）" in {one.figure for one in found}, kind


def test_a_cell_of_an_annex_that_differs_is_named(notice: NoticeData) -> None:
    sheets = notice.annexes[-1]
    rows = ((*sheets.rows[0][:4], "97"), *sheets.rows[1:])
    other = replace(notice, annexes=(*notice.annexes[:-1], replace(sheets, rows=rows)))
    for kind, content in render_all(other).items():
        found = check_outputs(notice, {kind: content})
        assert [one.figure for one in found] == ["附件6第1行“总分”"], kind


def test_sums_and_shares_that_do_not_add_up_are_named(notice: NoticeData) -> None:
    wrong = altered(notice, "sites.qualified", "3")
    found = {one.figure for one in check(wrong)}
    assert "sites.checked（各项之和）" in found
    assert "sites.rate（sites.qualified÷sites.checked）" in found


def test_a_file_that_cannot_be_opened_agrees_with_nothing(notice: NoticeData) -> None:
    for kind in READERS:
        assert check_outputs(notice, {kind: b"not a document"}), kind


def test_shares_are_rounded_half_up_from_whole_counts() -> None:
    assert share_of(296, 310, 1) == "95.5%" and share_of(718, 912, 2) == "78.73%"
    assert share_of(912, 2606, 0) == "35%" and share_of(1, 8, 0) == "13%" and share_of(1, 8, 1) == "12.5%"
    assert share_of(3, 0, 1) is None and share_of(None, 5, 1) is None
    assert share_of(1, 200, 0) == "1%" and share_of(999, 1000, 0) == "100%"


def test_chinese_numerals() -> None:
    assert [chinese_numeral(n) for n in (1, 9, 10, 11, 20, 21)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
    ]


def test_the_docx_has_the_official_form(files: Mapping[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(files["docx"]))
    section = document.sections[0]
    measures = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(length.mm, 1) for length in measures] == [210, 297, 37, 28]
    grid = section._sectPr.xml
    assert 'w:type="linesAndChars"' in grid and 'w:linePitch="576"' in grid and 'w:charSpace="-84' in grid
    body = document.styles["通报正文"]
    assert body.paragraph_format.line_spacing == Pt(28.8) and body.font.size == Pt(16)
    assert 'w:eastAsia="仿宋_GB2312"' in body.element.xml and 'w:firstLineChars="200"' in body.element.xml
    faces = {"通报标题": "方正小标宋简体", "通报一级标题": "黑体", "通报二级标题": "楷体_GB2312"}
    for style, face in faces.items():
        assert f'w:eastAsia="{face}"' in document.styles[style].element.xml
    head = next(one for one in document.paragraphs if one.style.name == "通报红头")
    assert head.text == "白山省人民政府文件" and "D7000F" in document.styles["通报红头"].element.xml
    assert document.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].text == "—  —" and "PAGE" in section.footer._element.xml
    assert section.footer.paragraphs[0].alignment != section.even_page_footer.paragraphs[0].alignment
    marks = [one for one in document.paragraphs if one.style.name == "通报附件"]
    assert [one.text for one in marks] == [f"附件{number}" for number in range(1, 7)]
    assert all(one.paragraph_format.page_break_before for one in marks)


def test_the_pdf_has_the_official_form(files: Mapping[str, bytes]) -> None:
    pages = PdfReader(io.BytesIO(files["pdf"])).pages
    assert [round(float(x)) for x in (pages[0].mediabox.width, pages[0].mediabox.height)] == [595, 842]
    baselines, starts, foot = [], [], {}
    for number, page in enumerate(pages[:3], 1):

        def visit(text: str, at: list[float], tm: object, font: object, size: float, n: int = number) -> None:
            if text.strip().startswith("—"):
                foot[n] = at[4]
            elif text.strip() and n == 2:
                baselines.append(round(at[5], 1))
                starts.append(at[4])

        page.extract_text(visitor_text=visit)
    lines = sorted(set(baselines), reverse=True)
    steps = {round(a - b, 1) for a, b in pairwise(lines)}
    assert 28.8 in steps and all(abs(step - 28.8 * round(step / 28.8)) < 0.2 for step in steps)
    assert min(starts) == pytest.approx(gbt9704.LEFT_MM * 72 / 25.4, abs=1)
    assert foot[1] > 595 / 2 > foot[2] and foot[3] > 595 / 2
    assert pytest.approx(156 * 72 / 25.4) == gbt9704.PITCH_PT * 28


def test_every_font_of_the_pdf_is_embedded(files: Mapping[str, bytes]) -> None:
    for page in PdfReader(io.BytesIO(files["pdf"])).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & below["/FontDescriptor"].get_object().keys()


def test_the_foot_says_who_gets_a_copy_and_who_printed_the_notice_and_when(
    notice: NoticeData, files: Mapping[str, bytes]
) -> None:
    assert [one.text for one in notice.foot] == [f"抄送：{COPIES}。", PRINTED]
    assert notice.remark is not None and notice.remark.text == "（此件公开发布）"
    texts = {kind: squeeze(read.flow + "".join(read.lines))
             for kind, read in ((kind, READERS[kind](content)) for kind, content in files.items())}  # fmt: skip
    assert [
        kind for kind, text in texts.items() if not text.endswith(squeeze(f"抄送：{COPIES}。{PRINTED}"))
    ] == []


@pytest.mark.parametrize(("day", "named"), [("2021年2月4日印发", "段落“printer”"), ("", "段落“copies”")])
def test_a_foot_that_differs_in_one_output_is_named(
    notice: NoticeData, files: Mapping[str, bytes], day: str, named: str
) -> None:
    assert notice.imprint is not None
    other = replace(notice, imprint=replace(notice.imprint, day=day) if day else None)
    for kind, content in render_all(other).items():
        found = check_outputs(notice, {**files, kind: content})
        assert {one.output for one in found} == {kind.upper()}
        assert named in {one.figure for one in found}, (kind, found)


def test_the_foot_lies_at_the_lower_edge_of_the_last_page(files: Mapping[str, bytes]) -> None:
    edge, thick = gbt9704.BOTTOM_MM * 72 / 25.4, "8"
    lines: list[tuple[float, str]] = []
    last = PdfReader(io.BytesIO(files["pdf"])).pages[-1]
    last.extract_text(visitor_text=lambda text, at, *rest: lines.append((at[5], squeeze(text))))
    told = [(height, text) for height, text in lines if text and height > edge]
    assert "印发" in min(told)[1] and edge < min(told)[0] < edge + gbt9704.LINE_PT
    table = docx.Document(io.BytesIO(files["docx"])).tables[-1]
    assert 'w:tblpYSpec="bottom"' in table._tbl.xml and 'w:vertAnchor="margin"' in table._tbl.xml
    rules = {side: f'w:{side} w:val="single" w:sz="{size}"'
             for side, size in (("top", thick), ("bottom", thick), ("insideH", "6"))}  # fmt: skip
    assert [side for side, rule in rules.items() if rule not in table._tbl.xml] == []


def test_whom_the_foot_names_comes_from_the_register(province: Province) -> None:
    def named(unit: Unit) -> list[object]:
        figures = Figures({}, {})
        office_figures(figures, unit)
        return [figures.all[name].value for name in ("campaign.superior", "campaign.office")]

    assert named(province.root) == [None, "白山省人民政府办公厅"]
    assert named(province.city) == ["白山省人民政府", "松江市人民政府办公室"]
    assert named(province.department)[1] == "松江市教育局办公室"
    make_unit("松江市人民政府办公厅", "city", "220100", province.city, "department")
    assert named(province.city)[1] == "松江市人民政府办公厅"


@pytest.mark.parametrize(
    ("texts", "slot", "reason"),
    [
        ({"copies": "国务院办公厅", "printer": ""}, "printer", "须写明印发机关"),
        ({"copies": "国务院办公厅\n省委"}, "copies", "一行"),
    ],
)
def test_a_foot_with_a_fault_is_refused(
    province: Province, texts: dict[str, str], slot: str, reason: str
) -> None:
    with pytest.raises(TemplateError, match=reason) as refused:
        build(final_campaign(province), Wording(texts), ISSUED)
    assert refused.value.slot == slot


def test_a_notice_signed_before_there_was_a_foot_keeps_its_digest_and_gets_none(notice: NoticeData) -> None:
    bare = replace(notice, remark=None, imprint=None)
    assert not {"remark", "imprint"} & json.loads(bare.to_json()).keys()
    again = NoticeData.from_json(bare.to_json())
    assert again.fingerprint == bare.fingerprint and again.foot == () and check(again) == []


def hostile(province: Province) -> NoticeData:
    for number, name in enumerate(HOSTILE):
        unit = make_unit(f"{name[:40]}{number}", "city", "220100", province.city, "department")
        host = f"h{number}.songjiang.gov.cn"
        site = make_site(unit, f"第{number}网", host, f"2201{number + 100:06d}", "department")
        WebSite.objects.filter(pk=site.pk).update(name=name)
    texts = {"requirements_duty_text": "\n".join(name for name in HOSTILE if "{{" not in name)}
    return build(final_round(province).campaign, Wording(texts=texts), ISSUED)


def test_hostile_names_are_words_and_nothing_else(province: Province) -> None:
    data = hostile(province)
    files = render_all(data)
    assert check_outputs(data, files) == []
    page = LexborHTMLParser(files["html"].decode())
    assert page.css("script") == [] and "<script>" in page.text()
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds and any(
        HOSTILE[0] in str(c.value) for s in book for r in s.iter_rows() for c in r
    )
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as parts:
        assert "&lt;script&gt;" in parts.read("word/document.xml").decode()
    assert squeeze("$x$ *b* _i_") in READERS["pdf"](files["pdf"]).flow
    text = data.to_json()
    assert "\u202e" not in text and "\\u202e" not in text
    assert "{{ sites.checked }}{% raw %}{{ 7*7 }}" in [row[0] for row in data.annexes[-1].rows]


def test_addresses_are_links_only_when_they_are_of_the_web(
    notice: NoticeData, files: Mapping[str, bytes]
) -> None:
    merits = next(one for one in notice.annexes if one.key == "merits")
    assert merits.rows[0][3] == "http://www.bs.gov.cn/hudong/"
    bad = replace(merits, rows=(("1", "网", "做法", "javascript:alert(1)"),))
    changed = render_all(replace(notice, annexes=(bad,)))
    assert b'href="javascript' not in changed["html"] and b"/URI (javascript" not in changed["pdf"]
    assert 'href="http://www.bs.gov.cn/hudong/"' in files["html"].decode()


def test_restricted_findings_are_in_no_output(province: Province) -> None:
    data = build(final_round(province).campaign, Wording(), ISSUED)
    assert SECRET not in data.to_json() and "按规定不予公开的情形的1个（临江县人民政府）" in data.to_json()
    row = next(row for row in data.annexes[-1].rows if row[0] == "临江县人民政府网")
    assert row[2] == "不合格" and "W-V-01" not in "".join(row)
    for kind, content in render_all(data).items():
        read = READERS[kind](content)
        text = squeeze("".join(read.lines) + read.flow + str(read.tables) + str(read.figures))
        assert squeeze(SECRET) not in text and "严重表述错误" not in text, kind

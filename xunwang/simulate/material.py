"""From a site's facts to what its pages say: entries, articles, guides, letters."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from zlib import crc32

from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.prose import TOPICS, Prose, title
from xunwang.simulate.routes import Scheme
from xunwang.simulate.spec import ColumnSpec, FormState, GuideSpec, LetterSpec, Role, SiteSpec
from xunwang.simulate.views import (
    ArticleView,
    Crumb,
    Entry,
    GuideView,
    LetterRow,
    LetterView,
)
from xunwang.words import CHINA, GuideElement, SiteKind

_NAMED = re.compile(r"《[^》]{2,60}》")
_KEEP_CRUMBS = 1024
GUIDE_AGE = 100.0
"""Service guides were published so many days before the check point."""
FORGED_BY = timedelta(days=400)
FUTURE_BY = timedelta(days=75)


class Material:
    """Words of one site."""

    def __init__(self, spec: SiteSpec, scheme: Scheme, prose: Prose, check_point: datetime) -> None:
        self.spec = spec
        self.scheme = scheme
        self.prose = prose
        self.check_point = check_point.astimezone(CHINA)
        self.index = {column.key: number for number, column in enumerate(spec.columns)}
        # On a page of the benchmark's size, 36 links to neighbours cost more than all its text.
        self._crumb = lru_cache(maxsize=_KEEP_CRUMBS)(self._make_crumb)
        self.place = spec.place.full if spec.kind is SiteKind.PORTAL else spec.unit

    def column_url(self, column: ColumnSpec, page: int = 1) -> str:
        """Path of a column's list page."""
        return self.scheme.column(self.index[column.key], page)

    def item_url(self, column: ColumnSpec, number: int) -> str:
        """Path of an entry; a forged one betrays its real day here."""
        when = self.when(column, number)
        if (column.key, number) in self.spec.forged:
            when -= FORGED_BY
        return self.scheme.item(self.index[column.key], number, when.date())

    def ago(self, days: float) -> datetime:
        """The instant so many days before the check point."""
        return self.check_point - timedelta(days=days)

    def when(self, column: ColumnSpec, number: int) -> datetime:
        """When an entry says it was published."""
        day = self.ago(column.age(number)).replace(hour=8, minute=0, second=0, microsecond=0)
        minutes = seed_of(self.spec.seed, column.key, number, "time") % 590
        if (column.key, number) in self.spec.future:
            day += FUTURE_BY
        return day + timedelta(minutes=minutes)

    def title(self, column: ColumnSpec, number: int) -> str:
        """Title of an entry of a list."""
        if column.key == "zcjd":
            return self._interpretation_title(number)
        if column.key == "nb":
            return f"{self.spec.unit}{self.check_point.year - 1 - number}年政府信息公开工作年度报告"
        dice = Dice(seed_of(self.spec.seed, column.key, number))
        base = number + crc32(column.key.encode()) % 36 + self.spec.index
        turn = number // len(TOPICS)
        text = title(column.kind, self.place, self.spec.unit, base, dice, self.check_point.year)
        return text if turn == 0 else f"{text}（第{turn + 1}期）"

    def _interpretation_title(self, number: int) -> str:
        policies = (
            self.spec.column("zc")
            if self.spec.has("zc")
            else ColumnSpec("zc", "", None, Role.LIST, kind="policy")
        )
        document = self.title(policies, number + self.spec.uninterpreted)
        named = _NAMED.search(document)
        if named:
            return f"{named.group()}政策解读"
        return f"《{document.removeprefix(self.spec.unit)}》政策解读"

    def entries(self, column: ColumnSpec, start: int, count: int) -> tuple[Entry, ...]:
        """A stretch of a list."""
        return tuple(
            Entry(
                self.title(column, n),
                self.item_url(column, n),
                self.when(column, n).date() if column.dated else None,
            )
            for n in range(start, min(column.items, start + count))
        )

    def article(self, column: ColumnSpec, number: int, characters: int, more: int) -> ArticleView:
        """An article with what belongs to it."""
        spec = self.spec
        dice = Dice(seed_of(spec.seed, column.key, number, "body"))
        body = self._opening(column, number) + self.prose.paragraphs(dice, characters)
        body += self._closing(column, number)
        body += [
            plant.markup for plant in spec.plants if plant.column == column.key and plant.number == number
        ]
        if number == 0:
            body += [
                f'相关链接：<a href="{link.url}">{link.text}</a>'
                if link.markup == "a"
                else f'<img src="{link.url}">'
                for link in spec.links
                if link.place == column.key
            ]
        if column.key == "zcjd" and spec.interpretation_media:
            body.append(
                '<img src="/images/tujie.png" alt="一图读懂"><video src="/media/jd.mp4" controls></video>'
            )
        related, name = self._related(column, number)
        return ArticleView(
            self.title(column, number),
            self.when(column, number) if column.articles_dated else None,
            spec.unit,
            "综合科",
            tuple(body),
            self._attachments(column, number),
            related,
            name,
            self._more(column, number, more),
        )

    def _opening(self, column: ColumnSpec, number: int) -> list[str]:
        if column.key == "zc":
            sign = f"{self.spec.place.short}{'政' if self.spec.kind is SiteKind.PORTAL else '办'}发"
            head = f"{sign}〔{self.check_point.year}〕{40 - number % 40}号"
            return [head, "各有关单位：", "现将有关事项通知如下，请结合实际认真贯彻执行。"]
        if column.key == "zcjd":
            return ["近日，有关文件已经印发。为便于社会各界了解文件内容，现解读如下："]
        if column.kind == "news" and number % 3 == 0:
            return [f'<img src="/images/{self.when(column, number):%Y%m%d}.jpg" alt="活动现场">']
        return []

    def _closing(self, column: ColumnSpec, number: int) -> list[str]:
        """An official document is signed some days before it is published."""
        if column.key != "zc" or not column.articles_dated:
            return []
        signed = self.when(column, number) - timedelta(days=2)
        return [self.spec.unit, f"{signed.year}年{signed.month}月{signed.day}日"]

    def _related(self, column: ColumnSpec, number: int) -> tuple[tuple[Crumb, ...], str]:
        spec = self.spec
        if column.key == "zc" and number >= spec.uninterpreted and number not in spec.no_forward:
            other, name, serial = "zcjd", "相关解读", number - spec.uninterpreted
        elif column.key == "zcjd" and number + spec.uninterpreted not in spec.one_way:
            other, name, serial = "zc", "相关文件", number + spec.uninterpreted
        else:
            return (), ""
        if not spec.has(other) or spec.column(other).items <= serial:
            return (), ""
        target = spec.column(other)
        return (Crumb(self.title(target, serial), self.item_url(target, serial)),), name

    def _attachments(self, column: ColumnSpec, number: int) -> tuple[Crumb, ...]:
        if column.key == "tz" and number % 3 == 1:
            return (Crumb("申报表.docx", f"/uploadfile/{self.index['tz']}_{number}.docx"),)
        if column.key == "zc" and number % 2 == 1:
            return (Crumb("文件全文.pdf", f"/uploadfile/{self.index['zc']}_{number}.pdf"),)
        if column.key == "sj" and self.spec.data_files:
            return (Crumb("数据表.xlsx", f"/uploadfile/{self.index['sj']}_{number}.xlsx"),)
        return ()

    def _more(self, column: ColumnSpec, number: int, count: int) -> tuple[Crumb, ...]:
        if column.key in ("zc", "zcjd") or column.items < 2:
            return ()
        step = 1 if column.items <= 2 * count else 7
        numbers = dict.fromkeys((number + step * k) % column.items for k in range(1, count + 1))
        return tuple(self._crumb(column.key, n) for n in numbers if n != number)

    def _make_crumb(self, key: str, number: int) -> Crumb:
        column = self.spec.column(key)
        return Crumb(self.title(column, number), self.item_url(column, number))

    def guide(self, number: int, platform: bool = False) -> GuideView:
        """A service guide; ``platform`` gives the copy on the service platform."""
        spec = self.spec
        guide = spec.guides[number]
        rows = [
            (label, text)
            for element, label, text in self._guide_rows(guide, number, platform)
            if element not in guide.missing
        ]
        materials = () if GuideElement.MATERIALS in guide.missing else self._materials(guide)
        downloads = {
            FormState.OFFERED: (Crumb("申请表（空白表格）.docx", f"/uploadfile/form_{number}.docx"),),
            FormState.BROKEN: (Crumb("申请表（空白表格）.docx", f"/uploadfile/gone/form_{number}.docx"),),
        }.get(guide.form, ())
        link = f"/zwpt/item_{number}.html" if guide.platform and not platform else ""
        name = guide.name if GuideElement.NAME not in guide.missing else "办事指南"
        return GuideView(name, tuple(rows), materials, downloads, link)

    def _guide_rows(
        self, guide: GuideSpec, number: int, platform: bool
    ) -> list[tuple[GuideElement, str, str]]:
        el = GuideElement
        dice = Dice(seed_of(self.spec.seed, "guide", number))
        where = f"{self.spec.place.full}政务服务中心{dice.between(1, 3)}楼{dice.between(1, 40)}号窗口"
        phone = f"0990-8{dice.between(100000, 899999)}"
        hours = "工作日上午9:00至12:00，下午13:30至17:00"
        if platform and guide.platform == "different":
            hours, phone = "工作日上午8:30至11:30，下午14:30至17:30", "0990-8912345"
        return [
            (el.NAME, "事项名称", guide.name),
            (el.BASIS, "设定依据", f"《云泽省{guide.name}管理规定》第{dice.between(5, 30)}条"),
            (el.CONDITIONS, "申请条件", "符合规定条件、材料齐全的自然人、法人和其他组织"),
            (el.PLACE, "办理地点", where),
            (el.HOURS, "办理时间", hours),
            (el.PHONE, "联系电话", phone),
            (el.PROCESS, "办理流程", "申请—受理—审查—决定—送达"),
        ]

    def _materials(self, guide: GuideSpec) -> tuple[tuple[str, str, str, str], ...]:
        rows = [
            ("申请人身份证明", "原件和复印件", "1份", "现场核验"),
            ("场地平面图", "纸质原件", "2份", "加盖公章"),
        ]
        if guide.form is not FormState.NOT_NEEDED:
            rows.insert(0, (f"{guide.name}申请表", "纸质原件", "1份", "需按要求填写表格"))
        rows += [(text, "", "", "") for text in guide.vague]
        return tuple(rows)

    def letter_rows(self, column: ColumnSpec) -> tuple[LetterRow, ...]:
        """The letter list."""
        found = []
        for number, letter in enumerate(self.spec.letters):
            asked = "" if "asked" in letter.omit else f"{self.ago(letter.asked):%Y-%m-%d}"
            done = letter.answered is not None
            answered = f"{self.ago(letter.answered):%Y-%m-%d}" if letter.answered is not None else ""
            if "answered" in letter.omit:
                answered = ""
            found.append(
                LetterRow(
                    letter.title,
                    self.letter_url(column, number),
                    asked,
                    answered,
                    "已回复" if done else "办理中",
                )
            )
        return tuple(found)

    def letter_url(self, column: ColumnSpec, number: int) -> str:
        """Path of a letter."""
        return self.scheme.item(
            self.index[column.key], number, self.ago(self.spec.letters[number].asked).date()
        )

    def letter(self, number: int) -> LetterView:
        """A letter's page."""
        letter = self.spec.letters[number]
        dice = Dice(seed_of(self.spec.seed, "letter", number))
        question = f"您好，{letter.title}，请有关部门予以答复，谢谢。{self.prose.sentence(dice)}"
        answered = ""
        answer = letter.answer or self._answer(letter, dice)
        if letter.answered is not None:
            answered = f"{self.ago(letter.answered):%Y-%m-%d %H:%M}"
        shown = {
            "asked": f"{self.ago(letter.asked):%Y-%m-%d %H:%M}",
            "department": self.spec.unit if answered else "",
            "answered": answered,
            "answer": answer if answered else "",
        }
        for name in letter.omit:
            shown[name] = ""
        return LetterView(
            letter.title, shown["asked"], question, shown["department"], shown["answered"], shown["answer"]
        )

    def _answer(self, letter: LetterSpec, dice: Dice) -> str:
        return (
            f"您好，您的来信收悉。针对您提出的{letter.title.removeprefix('关于')}，现答复如下："
            f"{self.prose.sentence(dice)}{self.prose.sentence(dice)}如有疑问，可在工作日到我单位窗口咨询。感谢您的关心和支持。"
        )

    def letter_statistics(self) -> str:
        """Received and answered."""
        if not self.spec.letter_statistics:
            return ""
        done = sum(letter.answered is not None for letter in self.spec.letters)
        month = self.ago(15)
        return (
            f"信件统计：截至{month.year}年{month.month}月，共收到来信{120 + len(self.spec.letters)}件，"
            f"已答复{120 + done}件，公开{len(self.spec.letters)}件。"
        )

    def guide_url(self, column: ColumnSpec, number: int) -> str:
        """Path of a service guide."""
        return self.scheme.item(self.index[column.key], number, self.ago(GUIDE_AGE).date())

    def survey_url(self, column: ColumnSpec, number: int) -> str:
        """Path of a call for opinions."""
        return self.scheme.item(
            self.index[column.key], number, self.ago(self.spec.surveys[number].begins).date()
        )

    @staticmethod
    def forged_from(shown: datetime) -> datetime:
        """The day that a forged article's meta tag and address still tell."""
        return shown - FORGED_BY

    def has_role(self, role: Role) -> bool:
        """Whether a column of that role exists."""
        return any(column.role is role for column in self.spec.columns)

"""Vocabulary shared by all layers: the field's terms, with their Chinese names.

The names are those of the design's word list. Every enum is a string enum, so that records
go into JSON and Parquet as they are; ``label`` gives the Chinese name that pages show.
"""

from __future__ import annotations

from enum import StrEnum
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
"""Times are stored in UTC, and shown and judged in this zone."""

TURNED_AWAY = frozenset({401, 403, 405, 412, 429, 521})
"""Statuses by which protective systems turn programmes away; 412 and 521 are what common script challenges answer
to anything that is no browser. What answers so may well be open to visitors: a person looks."""


class _Word(StrEnum):
    """A term with a Chinese label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> _Word:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word


Word = _Word
"""Base of the vocabularies that other packages keep for themselves."""


class Level(_Word):
    """Administrative level of the unit that owns a site."""

    STATE = "state", "国家级"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"


class SiteKind(_Word):
    """Portals are scored; department sites are judged by veto only (R-01)."""

    PORTAL = "portal", "政府门户网站"
    DEPARTMENT = "department", "部门网站"


class State(_Word):
    """The four values of a verdict. Unknown is never counted as passed."""

    HIT = "hit", "存在问题"
    CLEAR = "clear", "未发现问题"
    NEEDS_REVIEW = "needs_review", "待人工复核"
    UNKNOWN = "unknown", "无法判定"


class Outcome(_Word):
    """What a site's verdicts add up to."""

    QUALIFIED = "qualified", "合格"
    UNQUALIFIED = "unqualified", "不合格"
    PENDING = "pending", "待定"


class ItemKind(_Word):
    """Part of the indicator table."""

    VETO = "veto", "单项否决"
    DEDUCT = "deduct", "扣分"
    BONUS = "bonus", "加分"
    DUTY = "duty", "日常管理要求"
    """No part of the table: duties of other documents. Told and put right, but no score or outcome hangs on them."""


class Method(_Word):
    """Who decides an indicator."""

    AUTOMATIC = "automatic", "自动判定"
    HYBRID = "hybrid", "机器初筛、人工确认"
    HUMAN = "sampled-by-human", "人工检查"


class PageKind(_Word):
    """What a page is for."""

    HOME = "home", "首页"
    COLUMN = "column", "栏目页"
    ARTICLE = "article", "内容页"
    GUIDE = "guide", "办事指南"
    LETTERS = "letters", "信件列表"
    LETTER = "letter", "信件"
    CONSULTATIONS = "consultations", "征集列表"
    CONSULTATION = "consultation", "征集"
    FORM = "form", "提交表单"
    SEARCH = "search", "搜索"
    ERROR = "error", "错误页"
    OTHER = "other", "其他"


class ColumnType(_Word):
    """Classes of the ColumnType tag (网页设计规范, tag table), and three that the indicators name."""

    HOME = "home", "首页"
    OVERVIEW = "overview", "概况信息"
    ORGANISATION = "organisation", "机构职能"
    LEADERS = "leaders", "负责人信息"
    NEWS = "news", "工作动态"
    NOTICES = "notices", "通知公告"
    POLICY = "policy", "政策文件"
    DISCLOSURE_GUIDE = "disclosure_guide", "信息公开指南"
    DISCLOSURE_CATALOGUE = "disclosure_catalogue", "信息公开目录"
    DISCLOSURE_REPORT = "disclosure_report", "信息公开年报"
    DISCLOSURE_REQUEST = "disclosure_request", "依申请公开"
    DATA = "data", "数据发布"
    OPEN_DATA = "open_data", "数据开放"
    INTERPRETATION = "interpretation", "政策解读"
    RESPONSE = "response", "回应关切"
    SERVICES = "services", "办事服务"
    SERVICE_STATISTICS = "service_statistics", "办事统计"
    ENQUIRIES = "enquiries", "咨询投诉"
    CONSULTATIONS = "consultations", "征集调查"
    INTERVIEWS = "interviews", "在线访谈"
    PETITIONS = "petitions", "信访举报"


class Precision(_Word):
    """How exactly a page states a time."""

    DAY = "day", "日"
    MINUTE = "minute", "分"
    SECOND = "second", "秒"


class GuideElement(_Word):
    """The eight key element classes of a service guide (W-V-06.2)."""

    NAME = "name", "事项名称"
    BASIS = "basis", "设定依据"
    CONDITIONS = "conditions", "申请条件"
    MATERIALS = "materials", "办理材料"
    PLACE = "place", "办理地点"
    HOURS = "hours", "办理时间"
    PHONE = "phone", "联系电话"
    PROCESS = "process", "办理流程"


class FooterElement(_Word):
    """What a footer has to show (G-10)."""

    BADGE = "badge", "党政机关网站标识"
    ERROR_REPORT = "error_report", "“我为政府网站找错”入口"
    SITE_CODE = "site_code", "网站标识码"
    SPONSOR = "sponsor", "主办单位"
    CONTACT = "contact", "联系方式"
    ICP = "icp", "ICP备案编号"
    PUBLIC_SECURITY = "public_security", "公安机关备案标识"
    SITE_MAP = "site_map", "网站地图"


class LinkClass(_Word):
    """Where a link leads, as far as its address tells."""

    INTERNAL = "internal", "站内"
    GOVERNMENT = "government", "其他政府网站"
    EXTERNAL = "external", "站外"
    ATTACHMENT = "attachment", "附件"
    IMAGE = "image", "图片"
    MEDIA = "media", "音视频"
    SCRIPT = "script", "脚本"
    MAIL = "mail", "邮箱"


class Concern(_Word):
    """What a text hit is about; the text layer's lists carry one each."""

    SEVERE = "severe", "严重表述错误"
    WORDING = "wording", "表述不规范"
    MISSPELLING = "misspelling", "错别字"
    SECRECY = "secrecy", "涉密标志"
    PERSONAL = "personal", "个人信息泄露"
    HIJACK = "hijack", "不良信息"


class Grade(_Word):
    """How sure a text hit is. Only errors are shown as errors; hints wait in a folder of their own."""

    ERROR = "error", "错误"
    HINT = "hint", "提示"


class Sight(_Word):
    """What was seen under an address."""

    ANSWERS = "answers", "可访问"
    ERROR = "error", "返回错误"
    UNREACHABLE = "unreachable", "无法连接"
    NO_SUCH_NAME = "no_such_name", "域名不存在"
    UNKNOWN = "unknown", "未能查明"


class Cure(_Word):
    """What looking again at the very page by the very rule came to."""

    CURED = "cured", "已整改"
    STILL_THERE = "still_there", "仍存在"
    UNKNOWN = "unknown", "无法判定"

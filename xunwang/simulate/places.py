"""The fictional province: places, offices, codes. None of them exists."""

from __future__ import annotations

from typing import NamedTuple

from xunwang.words import Level


class Place(NamedTuple):
    """A province, city or county."""

    short: str
    """Name without 省, 市, 县."""
    full: str
    slug: str
    """First label of its domain below ``gov.cn``."""
    code: str
    """Six digits as in GB/T 2260; 99 is not given to any real province."""
    level: Level


class Office(NamedTuple):
    """A department as it exists in the province or in each city."""

    suffix: str
    """Name without the place, e.g. ``教育局``."""
    slug: str
    has_services: bool


PROVINCE = Place("云泽", "云泽省", "yunze", "990000", Level.PROVINCE)

_CITIES = (
    ("云岚", "yunlan"),
    ("汀溪", "tingxi"),
    ("霁川", "jichuan"),
    ("榆陵", "yuling"),
    ("苍宁", "cangning"),
    ("澄湖", "chenghu"),
    ("碧岭", "biling"),
    ("泊安", "boan"),
    ("晏河", "yanhe"),
    ("宛丰", "wanfeng"),
)
_FIRST = (
    ("青", "qing"),
    ("素", "su"),
    ("沅", "yuan"),
    ("槐", "huai"),
    ("晴", "qingx"),
    ("漱", "shu"),
    ("筠", "yun"),
    ("芷", "zhi"),
    ("棠", "tang"),
    ("皓", "hao"),
)
_SECOND = (
    ("屿", "yu"),
    ("渚", "zhu"),
    ("坪", "ping"),
    ("浦", "pu"),
    ("垣", "yuanx"),
    ("麓", "lu"),
)

_CITY_OFFICES = (
    ("教育局", "jyj", True),
    ("科学技术局", "kjj", True),
    ("工业和信息化局", "gxj", True),
    ("民政局", "mzj", True),
    ("司法局", "sfj", True),
    ("财政局", "czj", True),
    ("人力资源和社会保障局", "rsj", True),
    ("自然资源局", "zrzyj", True),
    ("生态环境局", "sthjj", True),
    ("住房和城乡建设局", "zjj", True),
    ("交通运输局", "jtj", True),
    ("水务局", "swj", True),
    ("农业农村局", "nyncj", True),
    ("商务局", "swgj", True),
    ("文化广电和旅游局", "wgj", True),
    ("卫生健康委员会", "wjw", True),
    ("审计局", "sjj", False),
    ("统计局", "tjj", False),
    ("机关事务管理局", "jgsw", False),
)
_MORE_OFFICES = (
    ("发展和改革委员会", "fgw", True),
    ("应急管理厅", "yjt", True),
    ("市场监督管理局", "scjg", True),
    ("林业局", "lyj", True),
    ("医疗保障局", "ybj", True),
    ("体育局", "tyj", True),
    ("信访局", "xfj", False),
    ("粮食和物资储备局", "lswz", True),
    ("地方金融监督管理局", "jrj", True),
    ("人民防空办公室", "rfb", True),
    ("退役军人事务厅", "tyjr", True),
    ("公安厅", "gat", True),
    ("广播电视局", "gdj", True),
    ("能源局", "nyj", True),
    ("药品监督管理局", "yjj", True),
    ("文物局", "wwj", True),
    ("知识产权局", "zscq", True),
    ("中医药管理局", "zyy", True),
    ("地质勘查局", "dkj", False),
    ("供销合作社", "gxs", False),
    ("档案馆", "dag", True),
    ("气象服务中心", "qxfw", True),
    ("公路管理局", "gljglj", True),
    ("水文局", "swenj", False),
    ("地震局", "dzj", False),
    ("政务服务管理局", "zwfwj", True),
    ("外事办公室", "wsb", True),
    ("研究室", "yjs", False),
    ("参事室", "css", False),
    ("测绘地理信息局", "chj", True),
    ("残疾人联合会", "cl", True),
)


def cities() -> tuple[Place, ...]:
    """The ten cities."""
    return tuple(
        Place(short, short + "市", slug, f"99{number:02d}00", Level.CITY)
        for number, (short, slug) in enumerate(_CITIES, 1)
    )


def counties() -> tuple[tuple[Place, Place], ...]:
    """The sixty counties, each with its city: six a city."""
    found = []
    for number, city in enumerate(cities()):
        first, first_slug = _FIRST[number]
        for serial, (second, second_slug) in enumerate(_SECOND):
            short = first + second
            code = f"{city.code[:4]}{21 + serial:02d}"
            county = Place(short, short + "县", first_slug + second_slug, code, Level.COUNTY)
            found.append((county, city))
    return tuple(found)


def city_offices() -> tuple[Office, ...]:
    """The nineteen departments that every city has."""
    return tuple(Office(*row) for row in _CITY_OFFICES)


def province_offices() -> tuple[Office, ...]:
    """The fifty provincial departments."""
    upper = tuple(
        Office(name.replace("局", "厅", 1) if name.endswith("局") else name, slug[:-1] + "t", services)
        for name, slug, services in _CITY_OFFICES
    )
    return upper + tuple(Office(*row) for row in _MORE_OFFICES)

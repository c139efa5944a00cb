"""The foot of every page: badge, error entrance, codes, sponsor, contact, site map."""

from __future__ import annotations

from xunwang.simulate.dice import seed_of
from xunwang.simulate.spec import Entrance, SiteSpec
from xunwang.words import FooterElement as F

ENTRANCE_HOST = "zfwzgl.www.gov.cn"
BADGE_HOST = "bszs.conac.cn"


def footer(spec: SiteSpec) -> str:
    """The footer in one of three markups, with the elements that the site has."""
    has = spec.footer
    site_map = '<a href="/sitemap.html">网站地图</a>'
    links = ['<a href="/about.html">关于我们</a>']
    if F.SITE_MAP in has:
        links.append(site_map)
    lines = [" | ".join(links)]
    if F.SPONSOR in has:
        lines.append(f"主办单位：{_sponsor(spec)}")
    if F.CONTACT in has:
        lines.append(f"联系电话：0990-8{seed_of(spec.seed, 'phone') % 1000000:06d}　地址：{_address(spec)}")
    lines.append("　".join(_codes(spec)))
    return _wrap(spec.family, lines, _badge(spec), _entrance(spec))


def _sponsor(spec: SiteSpec) -> str:
    return f"{spec.place.full}人民政府办公室" if spec.unit.endswith("人民政府") else spec.unit


def _address(spec: SiteSpec) -> str:
    where = spec.place.full if spec.place.level.value != "province" else "云岚市"
    return f"{where}文昌路{1 + seed_of(spec.seed, 'street') % 300}号"


def _codes(spec: SiteSpec) -> list[str]:
    has, found = spec.footer, []
    if F.SITE_CODE in has:
        found.append(f"网站标识码：{spec.site_code}")
    if F.ICP in has:
        icp = 10000000 + seed_of(spec.seed, "icp") % 9999999
        found.append(f'<a href="https://beian.miit.gov.cn/" target="_blank">云ICP备{icp}号-1</a>')
    if F.PUBLIC_SECURITY in has:
        number = f"{spec.place.code}02{seed_of(spec.seed, 'police') % 1000000:06d}"
        found.append(
            f'<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode={number}" target="_blank">'
            f'<img src="/images/ga.png" alt=""> 云公网安备 {number}号</a>'
        )
    return found


def _badge(spec: SiteSpec) -> str:
    if F.BADGE not in spec.footer:
        return ""
    number = f"{seed_of(spec.seed, 'badge'):016X}E053022819AC{spec.index:04X}"
    return (
        f'<a href="http://{BADGE_HOST}/sitename?method=show&amp;id={number}" target="_blank">'
        '<img src="/images/dzjg.png" alt="党政机关"></a>'
    )


def _entrance(spec: SiteSpec) -> str:
    if spec.entrance is Entrance.MISSING or F.ERROR_REPORT not in spec.footer:
        return ""
    code = spec.site_code
    if spec.entrance is Entrance.WRONG_CODE:
        code = f"{(int(code) + 7001) % 10**10:010d}"
    if spec.family in ("jpage", "cards"):
        return (
            f'<script id="_jiucuo_" sitecode="{code}" '
            f'src="https://{ENTRANCE_HOST}/exposure/jiucuo.js" charset="utf-8"></script>'
        )
    return (
        f'<a href="https://{ENTRANCE_HOST}/exposure/jiucuo.html?site_code={code}&amp;url='
        f'http%3A%2F%2F{spec.host}%2F" target="_blank"><img src="/images/jiucuo.png" alt="我为政府网站找错"></a>'
    )


def _wrap(family: str, lines: list[str], badge: str, entrance: str) -> str:
    if family == "tables":
        rows = "".join(f"<TR><TD align=center>{line}</TD></TR>" for line in lines)
        return (
            f"<TABLE width=980 align=center bgcolor=#EEEEEE><TR><TD width=120>{badge}</TD><TD><TABLE width='100%'>{rows}"
            f"</TABLE></TD><TD width=150>{entrance}</TD></TR></TABLE>"
        )
    if family in ("cards", "shell"):
        spans = "".join(f"<p><span>{line}</span></p>" for line in lines)
        return (
            f'<footer class="footer"><div class="container"><div class="row"><span class="gov-icon">{badge}</span>'
            f'<span class="error-icon">{entrance}</span><div class="text">{spans}</div></div></div></footer>'
        )
    rows = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<div class="footer"><div class="w1200">{rows}<div class="icons">{badge}{entrance}</div></div></div>'
    )

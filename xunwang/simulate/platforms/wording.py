"""What the planted posts say. Fictional; nothing here is shown outside the simulation."""

from __future__ import annotations

from typing import NamedTuple

from xunwang.simulate.outside import CASINO_HOST, GAMBLING_HOST
from xunwang.simulate.platforms.names import SHOP


class Wording(NamedTuple):
    """What a plant puts into a post; empty parts leave the post as it is."""

    title: str = ""
    text: str = ""
    """A paragraph more, plain text."""
    instead: str = ""
    """The whole body, plain text."""
    link: tuple[str, str] = ("", "")
    """Address and text."""
    alt: str = ""
    """Of a picture."""
    source: str = ""
    """Whom the post is taken from."""
    comment: str = ""
    corrected: str = ""
    """What ``text`` was changed to, a day after the post was published."""


_COUNTRIES = "商务部门组织企业赴日本、韩国、台湾等国家开展经贸交流，洽谈农产品销售事宜。"
WORDINGS: dict[str, Wording] = {
    "severe_title": Wording(title="中国和台湾企业家座谈会在我市举行"),
    "severe_body": Wording(text=_COUNTRIES),
    "severe_caption": Wording(alt="来自美国、香港等国家的客商参观展区"),
    "secrecy_mark": Wording(text="机密★3年　　份号：000017　　特急"),
    "internal_material": Wording(text="内部资料，严禁外传，阅后请妥善保管。"),
    "gambling_link": Wording(link=(f"http://{GAMBLING_HOST}/", "澳门葡京 真人娱乐城 注册送彩金")),
    "gambling_text": Wording(text="真人百家乐、时时彩在线投注，加客服领取注册送彩金。"),
    "gambling_comment": Wording(comment=f"澳门葡京 真人百家乐 注册送彩金 http://{CASINO_HOST}/"),
    "advertising_link": Wording(
        text="限时特惠，扫码下单享五折，优惠券数量有限，先到先得。",
        link=(f"http://{SHOP}/item?id=20817&coupon=1", "点击领取优惠券，立即购买"),
    ),
    "unlisted_repost": Wording(source="云泽生活圈"),
    "entertainment": Wording(
        title="追剧必看！本周热播剧大盘点，你最爱哪位明星",
        instead="这周的热播剧太好看了，男主角的演技又上热搜。明星演唱会门票开售即空，粉丝在社交平台晒出合影，"
        "八卦消息满天飞。你最喜欢哪位偶像，快来给他打榜投票吧。",
    ),
    "commercial": Wording(
        title="湖景楼盘盛大开盘，首付低至八万元",
        instead="湖景花园二期盛大开盘，首付低至八万元，前一百名购房者赠送家电大礼包。看房专车每日发车，"
        "致电售楼处预约，另有装修团购、家居建材促销活动，全场五折起。",
    ),
    "correction_notice": Wording(
        title="更正启事",
        instead="我号近日转发的一则信息中，误将有关地区写作“日本、韩国、台湾等国家”，表述错误，现更正为"
        "“日本、韩国等国家和台湾地区”，谨致歉意。",
    ),
    "edited_since": Wording(
        text=_COUNTRIES, corrected="商务部门组织企业赴日本、韩国等国家和我国台湾地区开展经贸交流。"
    ),
    "listed_repost": Wording(source="新华社"),
    "scheduled_after": Wording(text=_COUNTRIES),
    "against_gambling": Wording(
        text="开展打击网络赌博专项宣传，提醒群众远离赌博，警惕以高额回报为诱饵的电信网络诈骗，发现涉赌线索及时举报。"
    ),
    "business_secrets": Wording(text="申请公开的信息涉及商业秘密、个人隐私的，依照有关规定办理。"),
    "moved_notice": Wording(
        title="账号迁移公告", instead="因业务调整，本账号已迁移，今后不再更新，请关注“{moved_to}”。"
    ),
}
NOTHING = Wording()

"""Invented official Chinese: neutral sentences and titles from small grammars.

The words are chosen so that a scanner for mistakes, banned wording, secrets or personal data has
nothing to find, and so that every character exists in GB2312.
"""

from __future__ import annotations

from collections.abc import Sequence

from xunwang.simulate.dice import Dice, seed_of

_WHEN = (
    "今年以来", "近期", "连日来", "本月上旬", "上半年", "入冬以来", "按照年度工作安排", "在前期调研的基础上",
    "根据工作进度", "结合实际情况", "围绕重点任务", "为方便群众办事", "针对群众反映的问题", "在项目推进过程中",
    "活动现场", "培训期间", "走访过程中", "经过两个月的努力",
)  # fmt: skip
_WHO = (
    "有关部门", "各乡镇和街道", "项目建设单位", "服务窗口", "工作人员", "技术人员", "村级组织", "志愿服务队伍",
    "工作专班", "基层站所", "各相关单位", "驻村工作队", "农技人员", "社区网格员", "施工单位", "学校和医院",
)  # fmt: skip
_DOES = (
    "完善工作机制", "细化任务清单", "排查老旧管网", "修缮农村道路", "开展现场指导", "组织业务培训",
    "整理群众意见建议", "公布办理进度", "核对基础数据", "优化办事流程", "更换照明设施", "疏浚灌溉渠道",
    "走访种植大户", "检查储备物资", "更新公示牌", "清理河道垃圾", "补种行道树", "检修供水设备",
    "调试监测仪器", "规范台账管理", "听取代表委员意见", "发放宣传手册", "开设咨询专席", "举办技能比赛",
    "统筹项目资金", "压缩审批环节", "加密公交班次", "延长窗口服务时间", "整治占道经营", "推广节水技术",
)  # fmt: skip
_HOW = (
    "把责任落实到岗、到人", "做到底数清、情况明", "逐项列出完成时限", "每周通报一次进展", "形成闭环管理",
    "确保按期完工", "做好后续管护", "及时反馈处理结果", "定期开展回访", "接受社会监督", "不断提高服务水平",
    "切实减轻群众负担", "努力让群众少跑腿", "为下一阶段工作打好基础", "保障冬季生产生活需要", "带动周边群众增收",
)  # fmt: skip
_RESULT = (
    "各项工作有序推进", "办理时间进一步缩短", "群众满意度稳步提高", "取得了阶段性成效", "现场秩序良好",
    "年度目标任务已完成过半", "受到参训人员好评", "项目质量得到保证", "有关经验将在面上推广", "问题整改率达到预期",
)  # fmt: skip
_DID = (
    "改造道路{a}公里", "新建便民服务点{a}处", "培训人员{a}人次", "走访农户{a}户", "办理事项{a}件",
    "检查点位{a}个", "发放资料{a}份", "修复路灯{a}盏", "清淤渠道{a}公里", "安装监测设备{a}台",
)  # fmt: skip

TOPICS = (
    "农村公路建设", "城乡供水保障", "政务服务窗口建设", "冬季供暖保障", "农业技术推广", "老旧小区改造",
    "公共图书馆服务", "中小学校舍维修", "养老服务设施建设", "河湖管护", "职业技能培训", "农产品质量安全",
    "公共交通优化", "城市绿化养护", "文化惠民活动", "基层卫生服务", "残疾人康复服务", "高标准农田建设",
    "招商引资项目服务", "安全生产检查", "森林防火", "档案管理", "统计调查", "节约用水", "校园食品安全",
    "知识产权保护", "旅游公共服务", "社区网格化管理", "工程建设项目审批", "电子证照应用", "便民市场建设",
    "乡村治理", "防汛抗旱物资储备", "妇幼健康服务", "青少年体育活动", "垃圾分类",
)  # fmt: skip
_NEWS = (
    "{place}召开{topic}工作推进会", "{place}{topic}取得新进展", "{place}扎实做好{topic}工作",
    "{place}举办{topic}专题培训", "{unit}调研{topic}工作", "{place}部署下一阶段{topic}工作",
    "{unit}开展{topic}现场交流", "{place}{topic}项目通过验收", "{unit}走访基层听取{topic}意见",
    "{place}{topic}惠及更多群众", "{place}多措并举推动{topic}", "{place}总结交流{topic}经验",
)  # fmt: skip
_NOTICES = (
    "关于开展{topic}专项检查的通知", "关于{topic}项目评审结果的公示", "关于组织申报{topic}项目的通知",
    "关于{topic}有关事项的公告", "关于举办{topic}培训班的通知", "关于{topic}工作安排的通告",
    "{unit}{topic}采购结果公示", "关于征集{topic}典型案例的通知",
)  # fmt: skip
_POLICIES = (
    "{unit}关于印发《{place}{topic}实施办法》的通知", "{unit}关于印发《{place}{topic}三年行动方案》的通知",
    "{unit}关于加强{topic}工作的实施意见", "{unit}关于推进{topic}高质量发展的若干措施",
)  # fmt: skip
_OTHERS = (
    "{place}{year}年{topic}工作计划", "{unit}{year}年{topic}资金安排情况", "{place}{topic}情况统计",
    "{unit}{topic}工作情况公示", "{place}{topic}年度总结",
)  # fmt: skip
KINDS = {"news": _NEWS, "notice": _NOTICES, "policy": _POLICIES, "other": _OTHERS}

_SURNAMES = "傅盛祁苗翁骆樊晏邢柯卓滕"
_GIVEN_FIRST = "文思景若书延嘉承望知"
_GIVEN_SECOND = "远宁舟清白松川禾安恒"


class Prose:
    """Pools of sentences and paragraphs for one province, drawn from by seed."""

    def __init__(self, seed: int, sentences: int = 700, paragraphs: int = 1500) -> None:
        pool = tuple(_sentence(Dice(seed_of(seed, "sentence", n))) for n in range(sentences))
        dice = Dice(seed_of(seed, "paragraphs"))
        self._pool = pool
        # Drawing ready paragraphs instead of sentences halves the cost of a long page.
        self._paragraphs = tuple(
            "".join(dice.pick(pool) for _ in range(dice.between(2, 6))) for _ in range(paragraphs)
        )

    def paragraphs(self, dice: Dice, characters: int) -> list[str]:
        """Paragraphs of together about so many characters."""
        found: list[str] = []
        left = characters
        while left > 0:
            text = dice.pick(self._paragraphs)
            found.append(text)
            left -= len(text)
        return found

    def sentence(self, dice: Dice) -> str:
        """One sentence with its full stop."""
        return dice.pick(self._pool)


def _sentence(dice: Dice) -> str:
    shape = dice.number(4)
    who, does, how = dice.pick(_WHO), dice.pick(_DOES), dice.pick(_HOW)
    if shape == 0:
        return f"{dice.pick(_WHEN)}，{who}{does}，{how}，{dice.pick(_RESULT)}。"
    if shape == 1:
        other = dice.pick(tuple(text for text in _DOES if text != does))
        return f"{who}{does}、{other}，{how}。"
    if shape == 2:
        done = dice.pick(_DID).format(a=dice.between(12, 960))
        return f"{dice.pick(_WHEN)}，已{done}，{dice.pick(_RESULT)}。"
    return f"下一步，{who}将继续{does}，{how}。"


def title(kind: str, place: str, unit: str, number: int, dice: Dice, year: int = 2020) -> str:
    """A title; ``number`` picks the topic, so that neighbours in a list differ.

    ``kind`` is a key of ``KINDS``. Titles come again after some hundreds.
    """
    shapes: Sequence[str] = KINDS[kind]
    topic = TOPICS[(number * 7 + dice.number(5)) % len(TOPICS)]
    return dice.pick(shapes).format(place=place, unit=unit, topic=topic, year=year)


def person(dice: Dice) -> str:
    """A three-character name; rare surnames keep it away from well-known people."""
    return dice.pick(_SURNAMES) + dice.pick(_GIVEN_FIRST) + dice.pick(_GIVEN_SECOND)

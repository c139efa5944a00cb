"""The last stage: the notice, drafted, signed by another person, published, and written into files."""

from __future__ import annotations

from pathlib import Path

from django.core.files.storage import default_storage

from xunwang.audit.acting import acting
from xunwang.cli.demo.people import People
from xunwang.cli.demo.scene import PUBLISHED_AT
from xunwang.inspection.models import Campaign
from xunwang.notices.models import Notice, Publication
from xunwang.notices.notice import OUTPUTS
from xunwang.notices.office import Signing, publish, sign, start
from xunwang.notices.office.contents import latest, signature_of
from xunwang.notices.vocabulary import Standing

NUMBER = "演示函〔2021〕1号"


def tell(campaign: Campaign, people: People) -> None:
    """Publish the notice of final results; what is done already is not done again. Raises NoticeError."""
    with acting(people.planner, "cli"):
        notice = Notice.objects.filter(campaign=campaign).first()
        if notice is None:
            notice = start(campaign, people.planner, PUBLISHED_AT)
    version = latest(notice)
    if signature_of(version) is None:
        with acting(people.admin, "cli"):
            sign(notice, Signing(version.number, NUMBER, PUBLISHED_AT.date()), people.admin, PUBLISHED_AT)
    if notice.standing == Standing.NOT_YET:
        with acting(people.planner, "cli"):
            publish(notice, people.planner, PUBLISHED_AT)
    campaign.refresh_from_db()


def write_documents(campaign: Campaign, folder: Path) -> list[str]:
    """The published documents as files; gives their paths."""
    publication = Publication.objects.filter(notice__campaign=campaign).order_by("-number").first()
    if publication is None:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in publication.files.filter(name__in=OUTPUTS):
        path = folder / f"{campaign.check_point.year}年检查通报.{file.name}"
        with default_storage.open(file.path) as stored:
            path.write_bytes(stored.read())
        paths.append(str(path))
    return paths

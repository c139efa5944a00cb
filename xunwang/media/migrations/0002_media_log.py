from django.db import migrations

from xunwang.audit.operations import append_only, audit

_KEPT = (
    "media_handcheck",
    "media_functiontried",
    "media_handpicture",
    "media_incident",
    "media_incidentfile",
    "media_withdrawal",
    "media_collectionevent",
    "media_profilepoint",
)
"""What is written once."""
_OF_COLLECTIONS = ("tried_at", "succeeded_at", "trouble", "problem")
"""What a collection notes about a way: its own rows say the same."""


class Migration(migrations.Migration):
    dependencies = [("media", "0001_media"), ("audit", "0002_chain")]
    operations = [
        audit("media_accountway", hidden=("sealed",), ignored=_OF_COLLECTIONS),
        audit("media_handcheck", hidden=("answer",)),
        audit("media_functiontried"),
        audit("media_handpicture"),
        audit("media_incident"),
        audit("media_incidentfile"),
        audit("media_withdrawal"),
        audit("media_collection", ignored=("wanted", "reached", "posts", "next_at", "attempts")),
        audit("media_collectionevent"),
        *(append_only(table) for table in _KEPT),
    ]

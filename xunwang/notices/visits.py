"""How often strangers come: a count per address and minute, shared by all processes, forgotten within minutes."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from django.db import connection

KEPT_MINUTES = 5


def visits(address: str, secret: str, now: datetime) -> int:
    """Count a visit and tell how many there were from the address in this minute, this one included.

    The address is kept as a keyed digest only. Two statements at the first visit of a minute, else one.
    """
    minute = int(now.timestamp()) // 60
    visitor = hmac.new(secret.encode(), address.encode(), hashlib.sha256).hexdigest()[:32]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_visit (visitor, minute, count) VALUES (%s, %s, 1) "
            "ON CONFLICT (visitor, minute) DO UPDATE SET count = notices_visit.count + 1 RETURNING count",
            [visitor, minute],
        )
        count = int(cursor.fetchone()[0])
        if count == 1:
            cursor.execute("DELETE FROM notices_visit WHERE minute < %s", [minute - KEPT_MINUTES])
    return count

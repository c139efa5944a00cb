"""Which findings are alike: the same fragment, or the same sentence but for its figures and names."""

from __future__ import annotations

import hashlib
import re

from xunwang.inspection.intake.incoming import IncomingFinding

_LONGEST = 400
_VARIES = re.compile(r"\d+|“[^”]{0,200}”|《[^》]{0,200}》|https?://[^\s，。；（）]{0,300}")


def pattern_of(item: str, finding: IncomingFinding) -> str:
    """Equal for findings of an indicator that one decision may settle; 32 hexadecimal digits.

    A restricted finding is alike to itself only: nobody decides it without having opened it.
    """
    if finding.restricted:
        told = finding.key
    else:
        fragment = str(finding.evidence[0].get("fragment") or "") if finding.evidence else ""
        told = fragment[:_LONGEST].strip() or _VARIES.sub("#", finding.summary[:_LONGEST])
    return hashlib.sha256(f"{item}\n{told}".encode()).hexdigest()[:32]

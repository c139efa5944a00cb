"""Results of runs come in: from an archive that is judged here, or from a ``results.json``."""

from xunwang.inspection.intake.incoming import IncomingRun, from_accounts, from_json, from_run
from xunwang.inspection.intake.take import take

__all__ = ["IncomingRun", "from_accounts", "from_json", "from_run", "take"]

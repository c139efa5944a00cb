"""The office's work on a notice: drafting, signing, publishing."""

from xunwang.notices.office.drafting import restore, save, start
from xunwang.notices.office.publishing import publish, withdraw
from xunwang.notices.office.signing import Signing, sign

__all__ = ["Signing", "publish", "restore", "save", "sign", "start", "withdraw"]

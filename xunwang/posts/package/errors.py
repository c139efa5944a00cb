"""Why the file of a mobile client could not be read."""

from __future__ import annotations


class PackageError(Exception):
    """The file can't be read as a package.

    ``trouble`` is the name of what is wrong as collectors have it: ``broken``, ``too_large`` or ``unsupported``.
    ``message`` is Chinese and says what to do.
    """

    def __init__(self, trouble: str, message: str) -> None:
        super().__init__(message)
        self.trouble = trouble
        self.message = message


def broken(what: str) -> PackageError:
    """The file is damaged or was tampered with."""
    return PackageError("broken", f"安装包{what}，请重新下载，或向主办单位要原始安装包")


def too_large(what: str) -> PackageError:
    """The file would take more memory or time than a package deserves."""
    return PackageError("too_large", f"安装包{what}，未予解析，请人工检查")

"""The file of a mobile client, read without running it. Why by ourselves: docs/decisions/0010."""

from xunwang.posts.package.reader import MAX_PACKAGE, read_package

__all__ = ["MAX_PACKAGE", "read_package"]

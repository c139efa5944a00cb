"""The pass over a parsed page in C, where there is a compiler; None stands for it everywhere else."""

from xunwang.pages.native.library import LIBRARY, WORDS, Block, Library

__all__ = ["LIBRARY", "WORDS", "Block", "Library"]

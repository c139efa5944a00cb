"""A numbered set of addresses in little memory.

Folders are stored once, file names in one buffer, and the lookup is an open-addressing table of
32-bit numbers: about 60 bytes an address on a real site, against some 250 for a dict of strings.
"""

from __future__ import annotations

from array import array

_FREE = 0xFFFFFFFF
_MASK64 = 0xFFFFFFFFFFFFFFFF


class UrlTable:
    """Addresses numbered from 0 in the order in which their keys were first seen.

    A key is looked up by its 64-bit hash alone: two keys of a million share one by accident with a
    probability of 3e-8, and the hash is seeded anew in every process, so that no site can aim at it.
    """

    def __init__(self) -> None:
        self._slots = array("I", [_FREE]) * 1024
        self._hashes = array("Q")
        self._folder_ids: dict[str, int] = {}
        self._folders: list[str] = []
        self._folder_of = array("I")
        self._ends = array("Q")
        self._names = bytearray()

    def __len__(self) -> int:
        return len(self._hashes)

    def __getitem__(self, number: int) -> str:
        """The address as it was first written. Raises IndexError for a number not given out."""
        if number < 0:
            raise IndexError(number)
        start = self._ends[number - 1] if number else 0
        name = self._names[start : self._ends[number]].decode("utf-8", "surrogatepass")
        return self._folders[self._folder_of[number]] + name

    def find(self, key: str) -> int | None:
        """Number of the key, or None."""
        slot = self._slots[self._slot(hash(key) & _MASK64)]
        return None if slot == _FREE else slot

    def add(self, key: str, url: str) -> int:
        """Number a key that is not there yet; ``url`` is its spelling to be given out."""
        number = len(self._hashes)
        digest = hash(key) & _MASK64
        self._slots[self._slot(digest)] = number
        self._hashes.append(digest)
        self._append_url(url)
        if len(self._hashes) * 5 > len(self._slots) * 3:
            self._grow()
        return number

    def _append_url(self, url: str) -> None:
        cut = url.rfind("/", 0, url.find("?") if "?" in url else len(url)) + 1
        folder = url[:cut]
        folder_id = self._folder_ids.get(folder)
        if folder_id is None:
            folder_id = self._folder_ids[folder] = len(self._folders)
            self._folders.append(folder)
        self._folder_of.append(folder_id)
        self._names += url[cut:].encode("utf-8", "surrogatepass")
        self._ends.append(len(self._names))

    def _slot(self, digest: int) -> int:
        """Where the hash stands, or the free place where it belongs."""
        slots, hashes = self._slots, self._hashes
        mask = len(slots) - 1
        place = digest & mask
        while (number := slots[place]) != _FREE and hashes[number] != digest:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        self._slots = array("I", [_FREE]) * (len(self._slots) * 2)
        for number, digest in enumerate(self._hashes):
            self._slots[self._slot(digest)] = number

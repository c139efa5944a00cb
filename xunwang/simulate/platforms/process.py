"""The platforms in a process of their own, beside the province's sites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xunwang.simulate.clock import SCALE, ProvinceClock
from xunwang.simulate.media import APP
from xunwang.simulate.platforms.casting import Playbill, conducts_of
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.names import addresses
from xunwang.simulate.platforms.store import service_host
from xunwang.simulate.process import as_options, as_settings, options_of_this_process, started


@dataclass(frozen=True, slots=True)
class RunningPlatforms:
    """Served platforms and how to reach them."""

    bill: Playbill
    gateway: tuple[str, int, int]
    """(address, port of plain HTTP, port of TLS), for ``FetchSettings.gateway``."""
    ca_file: str
    clock: ProvinceClock
    """The platforms' time, a week before the check point at first; posts appear as it goes on."""
    control: str
    addresses: Mapping[str, tuple[str, ...]]
    """What a name server would say, for ``FetchSettings.resolve``."""
    pid: int

    def conducts(self) -> list[Conduct]:
        """What each account does: the truth, which no inspector reads."""
        return conducts_of(self.bill)


@contextmanager
def start_platforms(bill: Playbill, scale: float = SCALE) -> Iterator[RunningPlatforms]:
    """Start the platforms of a province as a subprocess and stop them at the end.

    Raises ProvinceError when they do not start, ValueError for a number of sites out of range.
    """
    options = {
        "settings": as_options(bill.settings),
        "sampled": sorted(bill.sampled),
        "excellent": sorted(bill.excellent),
        "scale": scale,
    }
    with started("xunwang.simulate.platforms.process", options) as server:
        yield RunningPlatforms(
            bill=bill,
            gateway=server.gateway,
            ca_file=server.ca_file,
            clock=ProvinceClock(bill.settings.start, server.control, server.scale),
            control=server.control,
            addresses=addresses(service_host(c) for c in conducts_of(bill) if c.account.platform == APP),
            pid=server.pid,
        )


def _main() -> None:
    from xunwang.simulate.platforms.world import Platforms
    from xunwang.simulate.server import Opening, serve_world

    options = options_of_this_process()
    settings = as_settings(options["settings"])
    bill = Playbill(settings, frozenset(options["sampled"]), frozenset(options["excellent"]))
    serve_world(Platforms(bill), Opening(settings.start, options["scale"]), Path(options["folder"]))


if __name__ == "__main__":
    _main()

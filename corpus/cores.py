"""How many things this process may do at once."""

from __future__ import annotations

import os


def at_once(wanted: int = 0) -> int:
    """Return the wanted number, or for 0 one for each core that the system lets us use."""
    return wanted or len(os.sched_getaffinity(0))

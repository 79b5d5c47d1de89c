"""What is known of a Bash run once it is over."""
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One candidate in one scenario. `calls`: {cmd, argv, …} of each stubbed command; `state`: the fake world's files."""

    code: str
    out: str
    err: str
    rc: int
    late: bool
    probe: str
    calls: list[dict]
    state: dict[str, str]
    before: dict[str, list[str]]
    after: dict[str, list[str]]
    changes: dict[str, list[str] | None]


def lines(text: str) -> list[str]:
    """Lines (or names that end with NUL) with their white space evened out, empty ones left out."""
    return [even for line in text.replace("\0", "\n").splitlines() if (even := re.sub(r"\s+", " ", line).strip())]

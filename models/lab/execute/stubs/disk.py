"""df on three file systems; how full / and /data are is part of the fake world."""
import os

from record import ARGUMENTS, call, fail, split_options, state

ALL_FIELDS = "source fstype itotal iused iavail ipcent size used avail pcent file target".split()
HEADINGS = {
    "source": "Filesystem", "used": "Used", "avail": "Avail", "pcent": "Use%", "target": "Mounted on", "fstype": "Type",
    "file": "File", "itotal": "Inodes", "iused": "IUsed", "iavail": "IFree", "ipcent": "IUse%",
}  # fmt: skip


def df() -> None:
    """df [-h] [-T] [-i] [--output=FIELDS] [PLACE…]."""
    call()
    options, places = split_options(ARGUMENTS, {"-x", "-t", "-B"}, {"--block-size", "--exclude-type", "--type"})
    names = {name for name, _ in options}
    root, data = (state("df", "40 97").split() + ["40", "97"])[:2]
    systems = [("/dev/vda1", "/", 100, int(root)), ("/dev/vdb1", "/data", 500, int(data)), ("tmpfs", "/run", 4, 1)]
    if places:
        systems = [system for place in places for system in systems_of(place, systems)]
        if not systems:
            fail("df: no such file")
    human = bool(names & {"-h", "-H", "--human-readable", "--si"})
    fields = fields_of(options)
    headings = {**HEADINGS, "size": "Size" if human else "1K-blocks"}
    print(" ".join(f"{headings.get(field, field):>10}" for field in fields))
    for system in systems:
        values = values_of(system, human)
        print(" ".join(f"{values.get(field, '-'):>10}" for field in fields))


def systems_of(place: str, systems: list[tuple]) -> list[tuple]:
    """The file systems that a path, a mount point or a device names."""
    named = [each for each in systems if each[1] == place.rstrip("/") or each[0] == place or (place == "/" and each[1] == "/")]
    return named or (systems[:1] if os.path.exists(place) else [])


def fields_of(options: list[tuple]) -> list[str]:
    """The columns in their order."""
    names = {name for name, _ in options}
    wanted = None
    for name, value in options:
        if name == "--output":
            wanted = value.split(",") if value else ALL_FIELDS
    if "-i" in names:
        return ["source", "itotal", "iused", "iavail", "ipcent", "target"]
    if names & {"-T", "--print-type"} and not wanted:
        return ["source", "fstype", "size", "used", "avail", "pcent", "target"]
    return wanted or ["source", "size", "used", "avail", "pcent", "target"]


def values_of(system: tuple, human: bool) -> dict[str, str]:
    """What each column says of a file system; sizes in GiB for people, else in KiB."""
    device, mount, size, percent = system
    used = max(1, round(size * percent / 100))

    def shown(gibibytes: int) -> str:
        return f"{gibibytes}G" if human else str(gibibytes * 1048576)

    return {
        "source": device,
        "size": shown(size),
        "used": shown(used),
        "avail": shown(size - used),
        "pcent": f"{percent}%",
        "target": mount,
        "fstype": "ext4",
        "file": "-",
        "itotal": "9000",
        "iused": "90",
        "iavail": "8910",
        "ipcent": "1%",
    }

"""crontab on one table of jobs."""
import re
import sys

from record import ARGUMENTS, call, fail, set_state, split_options, state

FIRST = "0 5 * * 1 /home/me/weekly.sh\n"
JOB = re.compile(r"^\s*(@\w+|(\S+\s+){5})\S")


def crontab() -> None:
    """crontab -l, -r, -e (which changes nothing), FILE, or - for stdin."""
    call()
    options, words = split_options(ARGUMENTS, {"-u"})
    names = {name for name, _ in options}
    if "-l" in names:
        sys.stdout.write(state("crontab", FIRST))
    elif "-r" in names:
        set_state("crontab", "")
    elif "-e" in names:
        pass
    elif words == ["-"] or not ARGUMENTS:
        table = sys.stdin.read()
        if not all(is_line(line) for line in table.splitlines()):
            fail("errors in crontab file, can't install.")
        set_state("crontab", table)
    elif len(words) == 1:
        try:
            with open(words[0]) as file:
                set_state("crontab", file.read())
        except OSError:
            fail("crontab: no such file")
    else:
        fail("crontab: usage error")


def is_line(line: str) -> bool:
    """An empty line, a comment, a setting or a job."""
    return not line.strip() or line.strip().startswith("#") or bool(JOB.match(line)) or "=" in line

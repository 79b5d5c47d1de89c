"""Named rules that reduce what was seen of a Bash run to what a case asks about; `obs` of a case names some of them.

Each rule takes the run and gives a JSON value; a candidate passes when its values equal those of a reference.
"""
import json
import os
import re
from collections.abc import Callable

from calls import RULES as CALL_RULES
from observed import Run, lines

WORK = "/home/user/work"
SUBJECTS = (
    "fix the parser", "add more tests", "initial import", "docs by bob", "reviewed by alice", "thirteen days old",
    "fifteen days old",
)  # fmt: skip
LISTENING_PIDS = ("101", "4242", "5151", "303")
FOLLOWED_LOG = "/var/log/nginx/error.log"

__all__ = ["RULES", "Run"]
RULES: dict[str, Callable[[Run], object]] = dict(CALL_RULES)


def rule(see: Callable[[Run], object]) -> Callable[[Run], object]:
    """Makes a function a rule of its name."""
    RULES[see.__name__] = see
    return see


@rule
def out(run):
    """The lines printed, white space evened out, empty ones left out."""
    return lines(run.out)


@rule
def out_exact_words(run):
    """The words printed, whatever stands between them."""
    return run.out.split()


@rule
def out_sorted(run):
    """The lines printed, in any order."""
    return sorted(lines(run.out))


@rule
def out_text(run):
    """What was printed, character by character."""
    return run.out


@rule
def lower_words(run):
    """What was printed, without white space around it."""
    return run.out.strip()


@rule
def tree(run):
    """What became of the files: content, kind and mode of every path that changed."""
    return run.changes


@rule
def probe(run):
    """What the case's probe printed in the shell that the candidate ran in."""
    return lines(run.probe)


@rule
def rc(run):
    """The exit status."""
    return run.rc


@rule
def no_timeout(run):
    """It ended by itself."""
    return not run.late


@rule
def count(run):
    """A count, with or without the file's name."""
    words = (word for word in run.out.split() if not re.search(r"\.(log|txt|csv)$", word))
    return [int(word) if word.isdigit() else word for word in words]


@rule
def number(run):
    """The numbers printed, however they are written."""
    words = run.out.split()
    try:
        return [float(word) for word in words]
    except ValueError:
        return words


def absolute(path: str) -> str:
    """A path as seen from the working folder of the sandbox."""
    home = os.path.expanduser("~")
    return os.path.normpath(os.path.join(WORK, os.path.expanduser(path).replace(home, "/home/user")))


def known(run: Run, line: str) -> tuple[str | None, list[str]]:
    """The path that a line ends with, where the world has one, and the words before it."""
    words = line.replace("\\ ", " ").split(" ")
    for at in range(len(words)):
        path = " ".join(words[at:])
        if path and (absolute(path) in run.before or absolute(path) in run.after):
            return absolute(path), words[:at]
    return None, words


@rule
def paths(run):
    """The paths listed, in any order, as bare names or at the end of long lines; anything else with a ? before it."""
    return sorted(paths_ordered(run))


@rule
def paths_ordered(run):
    """The paths listed, in their order."""
    listed = (line for line in lines(run.out) if not re.match(r"^(total|insgesamt) \d", line))
    return [known(run, line)[0] or "?" + line for line in listed]


@rule
def sizes(run):
    """Files of the working folder that a listing gives a size for."""
    named = set()
    for line in lines(run.out):
        if re.match(r"^total ", line):
            continue
        path, head = known(run, line)
        if path is None:
            before = re.match(r"^(.+) (\d\S*)$", line)
            if not before or absolute(before[1]) not in run.before:
                continue
            path, head = absolute(before[1]), [before[2]]
        if run.before.get(path, ["?"])[0] == "f" and os.path.dirname(path) == WORK and size_in(head):
            named.add(os.path.basename(path))
    return sorted(named)


def size_in(words: list[str]) -> str | None:
    """The size among the words before a name: the fifth of ls -l, else the first that looks like one."""
    modes = [at for at, word in enumerate(words) if re.match(r"^[-dl][rwxsStT-]{9}\+?$", word)]
    if modes:
        return words[modes[0] + 4] if len(words) > modes[0] + 4 else None
    return next((word for word in words if re.match(r"^\d[\d.]*[KMGB]?$", word)), None)


@rule
def last_number(run):
    """The figure that a short listing ends with, and its unit."""
    printed = lines(run.out)
    if not printed:
        return None
    if len(printed) > 2:
        return "a listing"
    figure = re.search(r"(?<![\w.])(\d+(?:\.\d+)?)([KMG]?)", printed[-1])
    return [float(figure[1]), figure[2]] if figure else printed[-1]


@rule
def grep(run):
    """What grep prints, in any order, with or without ./ before the names."""
    return sorted(re.sub(r"^\./", "", line).replace(": ", ":") for line in lines(run.out))


@rule
def ips(run):
    """Addresses, one a line, with at most one other word beside each."""
    seen = []
    for line in lines(run.out):
        found = re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", line)
        seen.append(found[0] if len(found) == 1 and len(line.split()) <= 2 else "?" + line)
    return seen


@rule
def pids(run):
    """Which of the listening processes are named by their number."""
    return sorted(pid for pid in LISTENING_PIDS if re.search(rf"(?<!\d){pid}(?!\d)", run.out))


@rule
def says_missing(run):
    """The word missing is printed."""
    return bool(re.search(r"\bmissing\b", run.out, re.IGNORECASE))


@rule
def follows(run):
    """A line written later is shown; less +F would, in a terminal."""
    if any(call["cmd"] == "less" and "+F" in call["argv"] and call["argv"][-1] == FOLLOWED_LOG for call in run.calls):
        return True
    return "APPENDED LATER" in run.out


@rule
def subjects(run):
    """Which of the commits of a case are shown."""
    return sorted(subject for subject in SUBJECTS if subject in run.out)


@rule
def json_names(run):
    """The elements of an array, or of lines that are quoted or not."""
    try:
        value = json.loads(run.out)
        if isinstance(value, list):
            return value
    except ValueError:
        pass  # lines, then
    words = (line.strip().strip(",").strip('"') for line in run.out.splitlines())
    return [word for word in words if word not in ("", "[", "]")]


@rule
def password(run):
    """Sixteen characters without white space, of more than three kinds."""
    text = run.out.strip("\n ")
    return [len(text) == 16 and not re.search(r"\s", text), len(set(text)) > 3]


@rule
def containers(run):
    """The words of each line, in any order, without a heading NAMES STATUS."""
    heading = re.compile(r"^names\W+status$|^status\W+names$", re.IGNORECASE)
    return [sorted(re.findall(r"\w+", line)) for line in lines(run.out) if not heading.match(line)]


@rule
def warns(run):
    """Something is said: on stdout, on stderr on purpose, or by mail."""
    on_purpose = bool(run.err.strip()) and bool(re.search(r">\s*&\s*2|/dev/stderr", run.code))
    return bool(run.out.strip()) or on_purpose or any(call["cmd"] in ("mail", "sendmail", "notify-send") for call in run.calls)


@rule
def usage_exit(run):
    """The exit status where it ended early, whether it went on, whether it said anything."""
    alive = "__ALIVE__" in run.out
    said = bool(run.out.replace("__ALIVE__", "").strip() or run.err.strip())
    return [0 if alive else run.rc, alive, said]


@rule
def pieces(run):
    """The new files' contents in the order of their names, whatever these are, and the old paths that changed."""
    new = [state for path, state in sorted(run.changes.items()) if path not in run.before]
    return [[state[2] for state in new if state and state[0] == "f"], sorted(path for path in run.changes if path in run.before)]


@rule
def executable(run):
    """deploy.sh may be run by its owner and written by nobody else; its content, and what else changed."""
    changed = dict(run.changes)
    state = changed.pop(f"{WORK}/deploy.sh", None)
    if not state or state[0] != "f":
        return ["no", sorted(changed)]
    mode = int(state[1], 8)
    return [bool(mode & 0o100) and bool(mode & 0o400) and not mode & 0o022, state[2], sorted(changed)]


@rule
def others(run):
    """Files that were there before and are no longer as they were, the log that grows aside."""
    return sorted(
        path for path in run.changes if path in run.before and path != FOLLOWED_LOG and run.before[path][0] == "f"
    )

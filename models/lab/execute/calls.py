"""Rules about the commands that a Bash run called: stubs recorded their arguments, and the state that they left."""
import json
import re
from collections.abc import Callable

from observed import Run

RULES: dict[str, Callable[[Run], object]] = {}
SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
DELETES = {"--delete", "--del", "--delete-after", "--delete-before", "--delete-during", "--delete-delay"}
# Options of rsync that leave what is copied where it was asked to go.
RSYNC_HARMLESS = DELETES | set(
    "-a -r -v -z -P -h -p -t -o -g -l -D -u -i -c -H -A -X -x --archive --recursive --verbose --compress --progress --partial"
    " --human-readable --info --stats --times --perms --links --checksum --itemize-changes --update".split()
)
DF_HUMAN = {"-h", "-H", "--human-readable", "--si"}
DF_HARMLESS = DF_HUMAN | set("-T -l --total -x -B --print-type --local -P".split())


def rule(see: Callable[[Run], object]) -> Callable[[Run], object]:
    """Makes a function a rule of its name."""
    RULES[see.__name__] = see
    return see


def options_of(argv: list[str], valued: set[str]) -> tuple[dict, list[str]]:
    """Options of a command line (short clusters apart, those of `valued` with the list of their values) and its positionals."""
    options: dict = {}
    positionals = []
    words = iter(argv)
    for word in words:
        if word.startswith("--") and len(word) > 2:
            name, equals, value = word.partition("=")
            options[name] = value if equals else True
        elif word.startswith("-") and len(word) > 1:
            for at, letter in enumerate(word[1:], 1):
                if f"-{letter}" in valued:
                    options.setdefault(f"-{letter}", []).append(word[at + 1 :] or next(words, ""))
                    break
                options[f"-{letter}"] = True
        else:
            positionals.append(word)
    return options, positionals


def whole(call: dict) -> list[str]:
    """A call as it was written."""
    return [call["cmd"], *call["argv"]]


def seconds_of(word: str) -> float | str:
    """What sleep makes of a word; the word itself where it makes nothing of it."""
    parts = re.fullmatch(r"([\d.]+)([smhd]?)", word)
    return float(parts[1]) * SECONDS[parts[2]] if parts else word


@rule
def gone(run):
    """Docker containers that were removed, and what else docker was told to do."""
    removed = sorted(run.state.get("docker_gone", "").split())
    return removed + [call["argv"] for call in run.calls if call["cmd"] == "docker-other"]


@rule
def kills(run):
    """The processes that got a signal which ends them; signals that do not, and commands that go by name."""
    ended: list[str] = []
    bad: list = []
    for call in run.calls:
        if call["cmd"] in ("pkill", "killall"):
            bad.append(call["argv"])
        if call["cmd"] == "kill":
            words = list(call["argv"])
            while words and words[0].startswith("-"):
                signal = words.pop(0)
                if signal in ("-s", "-n"):
                    signal = words.pop(0) if words else ""
                if signal in ("-0", "-l", "-L", "-STOP", "-CONT", "-HUP"):
                    bad.append(signal)
            ended += words
    return [sorted(set(ended)), bad]


@rule
def http(run):
    """Method, address, data (as JSON where it is) and content type of each request."""
    seen = []
    for call in run.calls:
        if "http" not in call:
            continue
        method, url, data, headers = call["http"]
        try:
            data = json.loads(data) if data else None
        except ValueError:
            data = "?" + data
        seen.append([method.upper(), url, data, headers.get("content-type", "").split(";")[0]])
    return seen


@rule
def owner(run):
    """Who was made the owner of which path."""
    return json.loads(run.state.get("owner") or "{}")


@rule
def users(run):
    """The accounts that there are, their groups, whether they have a home."""
    return json.loads(run.state.get("users") or "{}")


@rule
def cron(run):
    """The lines of the crontab, in any order."""
    table = run.state.get("crontab", "?").splitlines()
    return sorted(re.sub(r"\s+", " ", line).strip() for line in table if line.strip())


@rule
def sleeps_then(run):
    """Every call in its order: seconds slept, services as [svc, action, name], everything else as it was written."""
    seen = []
    for call in run.calls:
        words = [word for word in call["argv"] if not word.startswith("--no-") and word not in ("-q", "--quiet")]
        if call["cmd"] == "sleep":
            times = [seconds_of(word) for word in words]
            seen.append(["sleep", sum(times) if all(isinstance(time, float) for time in times) else words])
        elif call["cmd"] == "systemctl":
            seen.append(["svc", words[0] if words else "", re.sub(r"\.service$", "", " ".join(words[1:]))])
        elif call["cmd"] == "service":
            seen.append(["svc", words[1] if len(words) > 1 else "", words[0] if words else ""])
        else:
            seen.append([call["cmd"], *words])
    return seen


@rule
def retries(run):
    """Requests and pauses in their order, curl's own included, and whether it went on for ever."""
    seen = []
    for call in run.calls:
        if "http" in call:
            method, url = call["http"][:2]
            if call.get("retried"):
                pause = float(call["delay"][-1]) if call.get("delay") else 1.0
                seen += [["get", url], ["sleep", pause]] * call["retried"]
            seen.append(["get" if method == "GET" else method, url])
        elif call["cmd"] == "sleep":
            seen.append(["sleep", seconds_of(call["argv"][0]) if call["argv"] else 0])
        else:
            seen.append(whole(call))
    return [seen, run.late]


@rule
def pings(run):
    """How often which hosts were asked, in any order, and options that change what ping does."""
    seen = []
    for call in run.calls:
        if call["cmd"] != "ping":
            seen.append(whole(call))
            continue
        options, hosts = options_of(call["argv"], {"-c", "-i", "-W", "-w", "-I", "-s", "-t"})
        extra = sorted(options.keys() - {"-c", "-W", "-q", "-4", "-n", "-i", "-O"})
        seen.append([options.get("-c"), hosts, extra])
    return sorted(seen, key=str)


@rule
def ssh(run):
    """User, host, port, command and further options of each session, however they were written."""
    valued = {"-p", "-l", "-i", "-o", "-L", "-R", "-D", "-J", "-F", "-b", "-c", "-e", "-W"}
    seen = []
    for call in run.calls:
        if call["cmd"] != "ssh":
            seen.append(whole(call))
            continue
        options, words = options_of(call["argv"], valued)
        host = words[0] if words else ""
        port = (options.pop("-p", None) or ["22"])[-1]
        user = (options.pop("-l", None) or [None])[-1]
        address = re.fullmatch(r"ssh://(?:([^@]+)@)?([^:/]+)(?::(\d+))?/?", host)
        if address:
            user, host, port = address[1] or user, address[2], address[3] or port
        elif "@" in host:
            user, host = host.rsplit("@", 1)
        for setting in options.get("-o", []):
            key, _, value = setting.replace(" ", "=").partition("=")
            if key.lower() == "port":
                port = value
            if key.lower() == "user":
                user = value
        seen.append([user, host, port, words[1:], sorted(options.keys() - {"-o", "-v", "-4", "-t", "-C"})])
    return seen


@rule
def rsync(run):
    """Whether folders are walked and extra files deleted, options that change more, the way there, sources, target."""
    seen = []
    for call in run.calls:
        if call["cmd"] != "rsync":
            seen.append(whole(call))
            continue
        options, words = options_of(call["argv"], {"-e"})
        by_ssh = options.pop("-e", ["ssh"]) == ["ssh"]
        by_ssh = options.pop("--rsh", "ssh") == "ssh" and by_ssh
        walks = bool(options.keys() & {"-a", "-r", "--archive", "--recursive"})
        deletes = bool(options.keys() & DELETES)
        extra = sorted(options.keys() - RSYNC_HARMLESS)
        sources = [re.sub(r"^\./", "", word) for word in words[:-1]]
        sources = ["build/" if source == "build/." else source for source in sources]
        target = re.sub(r"/$", "", words[-1]) if words else ""
        seen.append([walks, deletes, extra, by_ssh, sources, target])
    return seen


@rule
def df_call(run):
    """Whether sizes are for people, of which file systems, and options that change what is shown."""
    seen = []
    for call in run.calls:
        if call["cmd"] != "df":
            seen.append(whole(call))
            continue
        options, places = options_of(call["argv"], {"-x", "-t", "-B"})
        human = bool(options.keys() & DF_HUMAN) or (options.get("-B") or [""])[0] in ("G", "GB", "M")
        seen.append([human, places, sorted(options.keys() - DF_HARMLESS)])
    return seen

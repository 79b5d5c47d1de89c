"""docker ps and rm on five containers; what else it is told is only recorded."""
import re
import sys
from typing import NamedTuple

from record import ARGUMENTS, call, fail, log, set_state, split_options, state


class Container(NamedTuple):
    """One container as docker ps shows it."""

    id: str
    name: str
    image: str
    status: str
    state: str


CONTAINERS = [
    Container("a1b2c3d4e5f6", "web", "nginx:1.25", "Up 3 hours", "running"),
    Container("b2c3d4e5f6a1", "db", "postgres:16", "Up 2 days", "running"),
    Container("c3d4e5f6a1b2", "oldjob", "alpine:3", "Exited (0) 4 weeks ago", "exited"),
    Container("d4e5f6a1b2c3", "crashed", "busybox:1", "Exited (137) 2 days ago", "exited"),
    Container("e5f6a1b2c3d4", "fresh", "redis:7", "Created", "created"),
]
RECORDED = "stop kill run system volume image rmi network start restart compose builder".split()
FIELD = re.compile(r"\{\{\s*\.(\w+)\s*\}\}")


def docker() -> None:
    """One call of docker or podman."""
    call()
    words = list(ARGUMENTS)
    if words[:1] == ["container"]:
        words = words[1:]
        if not words:
            return
    command, rest = (words[0], words[1:]) if words else ("", [])
    gone = set(state("docker_gone").split())
    there = [container for container in CONTAINERS if container.name not in gone]
    if command in ("ps", "ls", "list"):
        listing(rest, there)
    elif command == "prune" and ARGUMENTS[:1] == ["container"]:
        forget(gone | {container.name for container in there if container.state != "running"})
    elif command in ("rm", "remove"):
        remove(rest, there, gone)
    elif command in RECORDED:
        log(cmd="docker-other", argv=ARGUMENTS)
    else:
        fail(f"docker: '{command}' is not a docker command.")


def listing(argv: list[str], there: list[Container]) -> None:
    """docker ps with -a -q --filter status=… and --format."""
    options, rest = split_options(argv, {"-f", "-n"}, {"--filter", "--format", "--last"})
    names = {name for name, _ in options}
    if rest:
        fail("docker ps accepts no arguments")
    filters = [value for name, value in options if name in ("-f", "--filter")]
    states = [value.split("=", 1)[1] for value in filters if value.startswith("status=")]
    if states:
        chosen = [each for each in there if each.state in states]
    else:
        chosen = [each for each in there if each.state == "running" or names & {"-a", "--all"}]
    form = dict(options).get("--format")
    if names & {"-q", "--quiet"}:
        print("\n".join(each.id for each in chosen))
    elif form is None or form == "table":
        print(f"{'CONTAINER ID':15}{'IMAGE':15}{'COMMAND':12}{'CREATED':16}{'STATUS':28}{'PORTS':10}NAMES")
        for each in chosen:
            ports = "80/tcp" if each.state == "running" else ""
            print(f"{each.id:15}{each.image:15}{'run':12}{'4 weeks ago':16}{each.status:28}{ports:10}{each.name}")
    else:
        template = re.sub(r"^table\s*", "", form).replace("\\t", "\t").replace("\\n", "\n")
        if form.startswith("table"):
            print(FIELD.sub(lambda field: field[1].upper(), template))
        for each in chosen:
            print(filled(template, each))


def filled(template: str, container: Container) -> str:
    """A --format template with a container's fields in it."""
    fields = {
        "ID": container.id,
        "Names": container.name,
        "Image": container.image,
        "Status": container.status,
        "State": container.state,
        "Ports": "80/tcp",
        "Command": '"run"',
        "CreatedAt": "x",
        "RunningFor": "3 hours ago",
    }
    if any(field not in fields for field in FIELD.findall(template)):
        fail("template: bad field")
    return FIELD.sub(lambda field: fields[field[1]], template)


def remove(argv: list[str], there: list[Container], gone: set[str]) -> None:
    """docker rm: a running container only with -f."""
    options, words = split_options(argv)
    force = bool({name for name, _ in options} & {"-f", "--force"})
    status = 0
    for word in words:
        named = next((each for each in there if each.name == word or each.id.startswith(word)), None)
        if named is None or (named.state == "running" and not force):
            status = 1
            sys.stderr.write("Error\n")
        else:
            gone.add(named.name)
    forget(gone)
    sys.exit(status)


def forget(gone: set[str]) -> None:
    """Remembers which containers are no longer there."""
    set_state("docker_gone", " ".join(sorted(gone)))

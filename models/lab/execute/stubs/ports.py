"""lsof, fuser, ss and netstat on four processes that listen."""
import re
import sys

from record import ARGUMENTS, NAME, call, fail, log, split_options

LISTENING = [(22, 101, "sshd"), (3000, 4242, "node"), (8080, 5151, "java"), (5432, 303, "postgres")]
SERVICES = {22: "ssh", 8080: "http-alt", 5432: "postgresql"}
LSOF_ADDRESS = r"(?:[46]?(?:tcp|TCP)?)?(?:@?(?:localhost|127\.0\.0\.1|\*)?)?(?::(\d+(?:,\d+)*))?"


def lsof() -> None:
    """lsof -i [ADDRESS] [-t]; an option that stands where -i expects an address is an option."""
    call()
    parsed, rest = split_options(ARGUMENTS, {"-i", "-p", "-s", "-c", "-u"})
    options = []
    for name, value in parsed:
        if name == "-i" and value.startswith("-"):
            options += [("-i", ""), *split_options([value], {"-s"})[0]]
        else:
            options.append((name, value))
    chosen = LISTENING
    for name, value in options:
        if name == "-i":
            address = re.fullmatch(LSOF_ADDRESS, value)
            if not address:
                fail(f"lsof: unacceptable port specification in: -i {value}")
            if address[1]:
                chosen = [each for each in chosen if str(each[0]) in address[1].split(",")]
    if rest:
        fail("lsof: status error")
    if not chosen:
        sys.exit(1)
    if any(name == "-t" for name, _ in options):
        print("\n".join(str(pid) for _, pid, _ in chosen))
        return
    print("COMMAND PID USER FD TYPE DEVICE SIZE/OFF NODE NAME")
    for port, pid, command in chosen:
        print(f"{command} {pid} me 22u IPv4 {pid * 7} 0t0 TCP *:{port} (LISTEN)")


def fuser() -> None:
    """fuser PORT/tcp, with -k to end who listens."""
    options, words = split_options(ARGUMENTS, {"-n"})
    call()
    names = {name for name, _ in options}
    space = dict(options).get("-n")
    found = False
    for word in words:
        named = re.fullmatch(r"(\d+)/tcp", word) or (space == "tcp" and re.fullmatch(r"(\d+)", word))
        for port, pid, command in LISTENING:
            if named and str(port) == named[1]:
                found = True
                sys.stderr.write(f"{port}/tcp: ")
                print(pid, command if "-v" in names else "")
                if "-k" in names:
                    log(cmd="kill", argv=[str(pid)])
    sys.exit(0 if found else 1)


def sockets() -> None:
    """ss or netstat: listening sockets, numeric, with their processes, filtered by a port."""
    call()
    options, words = split_options(ARGUMENTS)
    names = {name for name, _ in options}
    wanted = re.search(r"(?:sport|dport|src|:)\s*=?=?\s*(?:eq\s*)?:?(\d+)", " ".join(words))
    if not names & {"-l", "-a", "--listening", "--all"}:
        return
    numeric = bool(names & {"-n", "--numeric"})
    processes = bool(names & {"-p", "--processes", "--program"})
    for port, pid, command in LISTENING:
        if wanted and wanted[1] != str(port):
            continue
        shown = port if numeric else SERVICES.get(port, port)
        if NAME == "ss":
            owner = f' users:(("{command}",pid={pid},fd=22))' if processes else ""
            print(f"LISTEN 0 128 0.0.0.0:{shown} 0.0.0.0:*{owner}")
        else:
            print(f"tcp 0 0 0.0.0.0:{shown} 0.0.0.0:* LISTEN" + (f" {pid}/{command}" if processes else ""))

"""What every stub needs: its own command line, the record of calls, the fake world's state, options told apart."""
import json
import os
import sys

NAME, ARGUMENTS = sys.argv[1], sys.argv[2:]
RUN = "/run/hx"
RECORD_BYTES = 300_000  # a loop without end must not fill the disk


def log(**entry) -> None:
    """Adds a line to the record of calls."""
    path = f"{RUN}/calls"
    if os.path.exists(path) and os.path.getsize(path) > RECORD_BYTES:
        return
    with open(path, "a") as file:
        file.write(json.dumps(entry) + "\n")


def call(**more) -> None:
    """Records this call."""
    log(cmd=NAME, argv=ARGUMENTS, **more)


def state(name: str, otherwise: str = "") -> str:
    """One of the texts that make the fake world."""
    try:
        with open(f"{RUN}/state/{name}") as file:
            return file.read()
    except OSError:
        return otherwise


def set_state(name: str, text: str) -> None:
    """Changes one of the texts that make the fake world."""
    os.makedirs(f"{RUN}/state", exist_ok=True)
    with open(f"{RUN}/state/{name}", "w") as file:
        file.write(text)


def fail(message: str, status: int = 1):
    """Ends the command with a message on stderr."""
    sys.stderr.write(message + "\n")
    sys.exit(status)


def split_options(argv: list[str], valued=frozenset(), long_valued=frozenset()) -> tuple[list[tuple], list[str]]:
    """Options as (name, value or None) with short clusters apart, and positionals; the named ones take the next word."""
    options = []
    positionals = []
    words = iter(argv)
    for word in words:
        if word == "--":
            positionals += words
        elif word.startswith("--"):
            name, equals, value = word.partition("=")
            if not equals and name in long_valued:
                value = next(words, "")
            options.append((name, value if equals or name in long_valued else None))
        elif word.startswith("-") and len(word) > 1:
            for at, letter in enumerate(word[1:], 1):
                if f"-{letter}" in valued:
                    options.append((f"-{letter}", word[at + 1 :] or next(words, "")))
                    break
                options.append((f"-{letter}", None))
        else:
            positionals.append(word)
    return options, positionals

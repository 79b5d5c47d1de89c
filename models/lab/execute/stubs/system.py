"""sudo, which runs what it is given; ping; programs that make up passwords."""
import os
import random
import re
import sys

from record import ARGUMENTS, NAME, call, fail, split_options

LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGH23456789"


def sudo() -> None:
    """Runs the command behind its options and settings."""
    at = 0
    while at < len(ARGUMENTS):
        word = ARGUMENTS[at]
        if word in ("-u", "-g", "-p", "-C", "-h"):
            at += 2
        elif word == "--":
            at += 1
            break
        elif word.startswith("-"):
            at += 1
        elif re.match(r"^\w+=", word):
            name, value = word.split("=", 1)
            os.environ[name] = value
            at += 1
        else:
            break
    if at >= len(ARGUMENTS):
        sys.exit(1)
    try:
        os.execvp(ARGUMENTS[at], ARGUMENTS[at:])
    except OSError:
        fail(f"sudo: {ARGUMENTS[at]}: command not found")


def ping() -> None:
    """Says that it pings, where a host is named."""
    _, hosts = split_options(ARGUMENTS, {f"-{letter}" for letter in "ciWwIstp"})
    call()
    print("PING")
    sys.exit(0 if hosts else 2)


def password() -> None:
    """pwgen [LENGTH] [COUNT] or makepasswd [--chars N]."""
    length, count = pwgen() if NAME == "pwgen" else (makepasswd(), 1)
    chosen = random.SystemRandom()
    for _ in range(count):
        print("".join(chosen.choice(LETTERS) for _ in range(length)))


def makepasswd() -> int:
    """The length asked for, else 9."""
    length = None
    for at, word in enumerate(ARGUMENTS):
        if word == "--chars" and at + 1 < len(ARGUMENTS):
            length = int(ARGUMENTS[at + 1])
        elif joined := re.fullmatch(r"--chars=(\d+)", word):
            length = int(joined[1])
    return length or 9


def pwgen() -> tuple[int, int]:
    """Length and count: without a count it fills a page, 40 in columns or, with -1, 160 below each other."""
    numbers = [word for word in ARGUMENTS if word.isdigit()]
    length = int(numbers[0]) if numbers else None
    count = int(numbers[1]) if len(numbers) > 1 else 40
    if "-N" in ARGUMENTS:
        at = ARGUMENTS.index("-N")
        count = int(ARGUMENTS[at + 1]) if at + 1 < len(ARGUMENTS) else 1
        rest = [word for before, word in zip(["", *ARGUMENTS], ARGUMENTS) if word.isdigit() and before != "-N"]
        length = int(rest[0]) if rest else 8
    if "-1" in ARGUMENTS and len(numbers) < 2:
        count = 160
    return length or 8, count

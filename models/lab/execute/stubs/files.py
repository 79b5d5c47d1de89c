"""Commands that read, write or rename files: chown, pg_dump, convert, rename, less."""
import json
import os
import re
import subprocess
import sys

from record import ARGUMENTS, NAME, call, fail, set_state, split_options, state

OWNER = r"(www-data|root|bob|me|user|\d+)?([:.](www-data|root|bob|me|user|\d*)?)?"
PERL = "$_ = shift; my $e = shift; eval $e; die $@ if $@; print $_"


def read(path: str) -> str:
    """The text of a file."""
    with open(path) as file:
        return file.read()


def write(path: str, text: str) -> None:
    """Puts a text into a file."""
    with open(path, "w") as file:
        file.write(text)


def chown() -> None:
    """chown [-R] OWNER[:GROUP] PATH…, remembered rather than done."""
    options, words = split_options(ARGUMENTS)
    call()
    if len(words) < 2:
        fail("chown: missing operand")
    owner, *paths = words
    owners = json.loads(state("owner") or "{}")
    recursive = {name for name, _ in options} & {"-R", "--recursive"}
    for path in paths:
        if not os.path.lexists(path):
            sys.stderr.write("chown: cannot access\n")
            continue
        if not re.fullmatch(OWNER, owner):
            fail("chown: invalid user")
        owners[os.path.abspath(path)] = owner
        for base, folders, files in os.walk(path) if recursive else ():
            owners.update({os.path.abspath(os.path.join(base, name)): owner for name in folders + files})
    set_state("owner", json.dumps(owners, sort_keys=True))


def pg_dump() -> None:
    """pg_dump of the one database `shop`; the dump says its format and whether it is only a part."""
    options, words = split_options(
        ARGUMENTS,
        {f"-{letter}" for letter in "fUhpdFtnjZ"},
        {"--file", "--username", "--host", "--port", "--dbname", "--format", "--table", "--schema"},
    )
    given = dict(options)
    call()
    if NAME == "pg_dumpall":
        text = "DUMP of everything\n"
    else:
        database = given.get("-d") or given.get("--dbname") or (words[0] if words else "user")
        database = re.sub(r"^postgres(ql)?://\S*/", "", database)
        if database != "shop":
            fail(f'pg_dump: error: database "{database}" does not exist')
        form = (given.get("-F") or given.get("--format") or "p")[0]
        parts = ("-s", "--schema-only", "-a", "--data-only", "-t", "--table", "-n")
        text = f"DUMP of {database}" + ("" if form == "p" else f" in format {form}")
        text += (" in part" if any(part in given for part in parts) else "") + "\n"
    file = given.get("-f") or given.get("--file")
    if file:
        write(file, text)
    else:
        sys.stdout.write(text)


def picture(path: str, text: str) -> str:
    """What a picture of a path's kind holds."""
    return ("PNG of " if path.endswith(".png") else "IMG of ") + text


def convert() -> None:
    """convert FROM TO, magick FROM TO, mogrify -format KIND FILE…"""
    words = ARGUMENTS[1:] if NAME == "magick" and ARGUMENTS[:1] in (["convert"], ["mogrify"]) else list(ARGUMENTS)
    if NAME == "mogrify" or (NAME == "magick" and ARGUMENTS[:1] == ["mogrify"]):
        mogrify(words)
        return
    names = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            names.append(word)
        elif word in ("-quality", "-resize", "-format", "-density"):
            next(rest, None)
    if len(names) != 2:
        fail("convert: usage")
    try:
        text = read(names[0])
    except OSError:
        fail("convert: unable to open image")
    write(names[1], picture(names[1], text))


def mogrify(words: list[str]) -> None:
    """Each file in another kind beside it, or as itself."""
    kind = None
    names = []
    rest = iter(words)
    for word in rest:
        if word == "-format":
            kind = next(rest).lstrip(".")
        elif word in ("-path", "-quality", "-resize"):
            next(rest, None)
        else:
            names.append(word)
    for name in names:
        try:
            text = read(name)
        except OSError:
            sys.stderr.write("mogrify: unable to open image\n")
            continue
        target = re.sub(r"\.\w+$", "", name) + "." + (kind or "x") if kind else name
        write(target, picture(target, text))


def rename() -> None:
    """rename of both kinds: a Perl expression, or FROM TO."""
    words = list(ARGUMENTS)
    dry = force = False
    while words and words[0].startswith("-"):
        letters = words.pop(0).lstrip("-")
        dry = dry or "n" in letters
        force = force or "f" in letters
    if not words:
        fail("usage")
    expression = words.pop(0)
    if re.match(r"^(s|y|tr)\W", expression) or ";" in expression:
        for name in words or [line.rstrip("\n") for line in sys.stdin]:
            perl = subprocess.run(["/usr/bin/perl", "-e", PERL, name, expression], capture_output=True, text=True)
            if perl.returncode or perl.stdout in ("", name) or dry or not os.path.lexists(name):
                continue
            if os.path.lexists(perl.stdout) and not force:
                sys.stderr.write("not renamed\n")
                continue
            os.rename(name, perl.stdout)
    elif len(words) < 2:
        fail("usage")
    else:
        to = words.pop(0)
        for path in words:
            folder, name = os.path.split(path)
            if os.path.lexists(path) and expression in name and not dry:
                os.rename(path, os.path.join(folder, name.replace(expression, to, 1)))


def show() -> None:
    """less and more, where nobody turns pages."""
    call()
    for path in ARGUMENTS:
        if not path.startswith(("-", "+")):
            try:
                sys.stdout.write(read(path))
            except OSError:
                fail("no such file")

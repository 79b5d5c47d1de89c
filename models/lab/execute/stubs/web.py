"""curl, wget and httpie on a web of four hosts, whose every page says what its address is."""
import json
import os
import re
import sys

from record import ARGUMENTS, call, fail, set_state, split_options, state

HOSTS = ("example.com", "localhost", "127.0.0.1", "api.github.com")
CURL_VALUED = {f"-{letter}" for letter in "oXHdAumeFTbcwxKCryYz"}
CURL_LONG_VALUED = set(
    "--output --request --header --data --data-raw --data-binary --json --url --retry --retry-delay --max-time --connect-timeout"
    " --user --user-agent --write-out --retry-max-time --data-urlencode --output-dir --form".split()
)
WGET_VALUED = {f"-{letter}" for letter in "OoPtTUai"}
WGET_LONG_VALUED = set(
    "--output-document --header --post-data --body-data --method --directory-prefix --tries --timeout --user-agent"
    " --waitretry".split()
)
DATA = ("-d", "--data", "--data-raw", "--data-binary", "--json")


def fetch(address: str) -> tuple[str | bool | None, str]:
    """The page (None: no such host, False: this time it fails) and the address in full."""
    url = address if "://" in address else "http://" + address
    host = re.sub(r"^\w+://", "", url).split("/")[0].split(":")[0].split("@")[-1]
    if host not in HOSTS:
        return None, url
    failures = state("curl_fail").strip()
    if failures.isdigit() and int(failures) > 0:
        set_state("curl_fail", str(int(failures) - 1))
        return False, url
    return f"content of {url}\n", url


def put(text: str, file: str) -> None:
    """Writes a page to a file, - for stdout."""
    if file == "-":
        sys.stdout.write(text)
    else:
        with open(file, "w") as target:
            target.write(text)


def header_of(text: str) -> tuple[str, str]:
    """A header's name and value in lower case."""
    name, _, value = text.partition(":")
    return name.strip().lower(), value.strip().lower()


def data_of(value: str) -> str:
    """What is sent for an option: the value itself, or what @FILE names."""
    if not value.startswith("@"):
        return value
    try:
        if value == "@-":
            return sys.stdin.read()
        with open(value[1:]) as file:
            return file.read()
    except OSError:
        fail("curl: Failed to open", 26)


def curl() -> None:
    """Requests with -X -H -d -I -o -O --json and --retry; everything else is read over."""
    options, urls = split_options(ARGUMENTS, CURL_VALUED, CURL_LONG_VALUED)
    names = {name for name, _ in options}
    urls += [value for name, value in options if name == "--url"]
    targets = [value for name, value in options if name in ("-o", "--output", "-O", "--remote-name")]
    data = []
    headers: dict[str, str] = {}
    method = None
    for name, value in options:
        if name in DATA:
            data.append(data_of(value))
            if name == "--json":
                headers.setdefault("content-type", "application/json")
        if name in ("-H", "--header"):
            key, text = header_of(value)
            headers[key] = text
        if name in ("-X", "--request"):
            method = value
        if name in ("-I", "--head"):
            method = method or "HEAD"
    if not urls:
        fail("curl: no URL specified!", 2)
    method = method or ("POST" if data else "GET")
    retry = [value for name, value in options if name == "--retry"]
    retries = int(retry[0]) if retry and retry[0].isdigit() else None
    persists = bool({"--retry-connrefused", "--retry-all-errors"} & names)
    delay = [value for name, value in options if name == "--retry-delay"]
    status = 0
    for at, address in enumerate(urls):
        page, url = fetch(address)
        request = [method, url, "&".join(data), headers]
        if page is False and retries is not None:
            tried = 0
            while page is False and tried < retries and persists:
                tried += 1
                page, url = fetch(address)
            call(http=request, retried=tried, delay=delay)
        else:
            call(http=request, okay=bool(page))
        if not page:
            status = 6 if page is None else 7
            if not {"-s", "--silent"} & names:
                sys.stderr.write(f"curl: ({status}) failed\n")
        elif at >= len(targets):
            sys.stdout.write(page)
        elif target := targets[at] or re.sub(r"[?#].*", "", url).rsplit("/", 1)[-1]:
            put(page, target)
    sys.exit(status)


def wget() -> None:
    """Downloads with -O -P --method --header --post-data; everything else is read over."""
    options, urls = split_options(ARGUMENTS, WGET_VALUED, WGET_LONG_VALUED)
    given = dict(options)
    headers = dict(header_of(value) for name, value in options if name == "--header")
    data = given.get("--post-data") or given.get("--body-data") or ""
    method = given.get("--method") or ("POST" if data else "GET")
    folder = given.get("-P") or given.get("--directory-prefix") or ""
    if not urls:
        fail("wget: missing URL")
    status = 0
    for address in urls:
        page, url = fetch(address)
        call(http=[method, url, data, headers], okay=bool(page))
        if page:
            named = given.get("-O") or given.get("--output-document")
            put(page, named or os.path.join(folder, url.rsplit("/", 1)[-1] or "index.html"))
        else:
            status = 4
    sys.exit(status)


def httpie() -> None:
    """http [METHOD] URL with the fields of a JSON object."""
    words = [word for word in ARGUMENTS if not word.startswith("-")]
    is_method = words and re.fullmatch(r"[A-Za-z]+", words[0]) and words[0].lower() != "localhost"
    method = words.pop(0).upper() if is_method else None
    if not words:
        fail("usage", 2)
    address = words.pop(0)
    fields = {}
    for word in words:
        if ":=" in word:
            key, value = word.split(":=", 1)
            fields[key] = json.loads(value)
        elif "=" in word:
            key, value = word.split("=", 1)
            fields[key] = value
    page, url = fetch("localhost" + address if address.startswith(":") else address)
    data = json.dumps(fields) if fields else ""
    call(http=[method or ("POST" if fields else "GET"), url, data, {"content-type": "application/json"}])
    if not page:
        fail("error")
    print(page)

"""A web that answers from the case: requests, httpx and urllib read its pages, and there are no others."""
import io
import json
import sys
import types
import urllib.request

PAGES: dict[str, bytes] = {}


class Response:
    """What all three libraries answer with."""

    def __init__(self, url: str, body: bytes):
        self.url = url
        self.content = body
        self.status_code = self.status = 200
        self.ok = True
        self.reason = "OK"
        self.headers = {"content-type": "x"}
        self.encoding = "utf-8"
        self.raw = io.BytesIO(body)
        self._body = io.BytesIO(body)

    @property
    def text(self):
        return self.content.decode("utf-8", "replace")

    def json(self, **_):
        return json.loads(self.content)

    def raise_for_status(self):
        pass

    def iter_content(self, chunk_size=1, **_):
        size = chunk_size or 1 << 20
        for at in range(0, len(self.content), size):
            yield self.content[at : at + size]

    def read(self, *arguments):
        return self._body.read(*arguments)

    def getcode(self):
        return self.status

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def __iter__(self):
        return iter(self.content.splitlines(True))


def get(url, *_, **__):
    """The page of an address or of a urllib request. Raises OSError where there is none."""
    url = getattr(url, "full_url", url)
    if url not in PAGES:
        raise OSError(f"no such address {url}")
    return Response(url, PAGES[url])


def urlretrieve(url, filename=None, *_, **__):
    """As urllib's."""
    with open(filename, "wb") as file:
        file.write(get(url).content)
    return filename, {}


class Session:
    """A session or a client, which keeps nothing."""

    get = staticmethod(get)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


def install(pages: dict[str, str]) -> dict[str, types.ModuleType]:
    """Puts the pages (texts in latin-1) behind the libraries' names; the modules that a candidate finds imported."""
    PAGES.update({url: text.encode("latin-1") for url, text in pages.items()})
    requests = types.ModuleType("requests")
    requests.get = requests.head = get
    requests.request = lambda _method, url, **_: get(url)
    requests.Response = Response
    requests.Session = requests.session = Session
    requests.exceptions = types.SimpleNamespace(RequestException=OSError)
    requests.RequestException = OSError
    httpx = types.ModuleType("httpx")
    httpx.get = get
    httpx.Client = Session
    sys.modules.update(requests=requests, httpx=httpx)
    urllib.request.urlopen = get
    urllib.request.urlretrieve = urlretrieve
    return {"requests": requests, "httpx": httpx}

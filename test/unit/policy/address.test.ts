import assert from "node:assert/strict";
import fc from "fast-check";
import { CodeFusionError } from "../../../extension/errors";
import { readAddress } from "../../../extension/policy";

const refused = (text: string, message: RegExp) =>
  assert.throws(
    () => readAddress(text),
    (error) => error instanceof CodeFusionError && error.code === "bad-input" && message.test(error.line),
    text,
  );

const ADDRESSES = fc
  .tuple(fc.constantFrom("http", "https", "HTTPS"), fc.domain(), fc.integer({ min: 1, max: 65535 }), fc.webPath())
  .map(([scheme, host, port, path]) => `${scheme}://${host}:${port}${path}`);

describe("a server's address", () => {
  it("is HTTPS where nothing is said, and HTTP on this machine", () => {
    for (const [text, url] of [
      ["models.example.com", "https://models.example.com"],
      ["models.example.com:8443/team/", "https://models.example.com:8443/team"],
      [" localhost:8080 ", "http://localhost:8080"],
      ["127.0.0.1:11434/v1/", "http://127.0.0.1:11434/v1"],
      ["[::1]:1234", "http://[::1]:1234"],
      ["https://localhost:8080", "https://localhost:8080"],
    ] as const)
      assert.equal(readAddress(text).url, url);
  });

  it("tells this machine from others, and what can be read on the way", () => {
    for (const [text, isLoopback, isPrivate] of [
      ["http://localhost:1", true, true],
      ["http://127.3.2.1", true, true],
      ["http://[::1]", true, true],
      ["https://a.example", false, true],
      ["http://a.example", false, false],
      ["http://localhost.example.com", false, false],
      ["http://127.0.0.1.example.com", false, false],
      ["http://10.0.0.1", false, false],
    ] as const)
      assert.deepEqual([readAddress(text).isLoopback, readAddress(text).isPrivate], [isLoopback, isPrivate], text);
  });

  it("holds no secret, no query, and no other scheme", () => {
    refused("", /is not an address/);
    refused("https://", /is not an address/);
    refused("a b", /is not an address/);
    refused("ftp://a.example", /ftp: cannot be asked/);
    refused("https://me:secret@a.example", /the address of a\.example holds a name or a password/);
    refused("https://a.example/?key=1", /question mark/);
    refused("https://a.example/#x", /hash sign/);
    for (const text of ["https://me:secret@a.example"])
      assert.throws(
        () => readAddress(text),
        (error) => !String(error).includes("secret"),
      );
  });

  it("is one origin however it is written, and reading it again changes nothing", () => {
    fc.assert(
      fc.property(ADDRESSES, (url) => {
        const { url: read, origin, host } = readAddress(url);
        assert.deepEqual(readAddress(read), readAddress(url));
        assert.equal(origin, new URL(url).origin);
        assert.ok(read.startsWith(origin) && origin.endsWith(host) && !read.endsWith("/"));
      }),
    );
  });

  it("is read or refused, and nothing else happens", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          assert.ok(URL.canParse(readAddress(text).url));
        } catch (error) {
          assert.ok(error instanceof CodeFusionError && error.code === "bad-input", String(error));
        }
      }),
    );
  });
});

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { type Zippable, zipSync } from "fflate";
import { type Header, pack } from "tar-stream";
import { CodeFusionError } from "../../../extension/errors";
import { InstalledModels, openSource } from "../../../extension/installed";
import { entryPath } from "../../../extension/installed/entry-path";
import { findModelFolder, openModel } from "../../../extension/model";
import { ModelServer } from "./model-server";

const RELEASED = findModelFolder(path.join(__dirname, "../../../models"));
const RELEASED_FILES = Object.fromEntries(
  readdirSync(RELEASED).map((name) => [name, readFileSync(path.join(RELEASED, name))]),
);
const MANIFEST = RELEASED_FILES["manifest.json"] ?? assert.fail("no manifest");
const LINK = 0o120777 * 2 ** 16;

type Files = Readonly<Record<string, Uint8Array>>;
const below = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${folder}/${name}`, bytes]));

/** A zip of files as they are, `links` among them as a Unix zips links. */
function zipOf(files: Files, links: Files = {}): Buffer {
  const linked: Zippable = Object.fromEntries(
    Object.entries(links).map(([name, to]) => [name, [to, { os: 3, attrs: LINK }]]),
  );
  return Buffer.from(zipSync({ ...files, ...linked }, { level: 0 }));
}

async function tgzOf(files: Files, more: readonly (Partial<Header> & { name: string })[] = []): Promise<Buffer> {
  const tar = pack();
  const all = buffer(tar as AsyncIterable<Uint8Array>);
  for (const header of more) tar.entry(header);
  for (const [name, bytes] of Object.entries(files)) tar.entry({ name }, Buffer.from(bytes));
  tar.finalize();
  return gzipSync(await all, { level: 0 });
}

describe("an archive of a model", function () {
  this.timeout(60_000);
  let root: string;
  let store: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "codefusion-archive-"));
    store = path.join(root, "models");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const web = { fetch: fetch as never, permits: async () => true };
  async function install(named: string) {
    const source = await openSource(named, web);
    return new InstalledModels({ folder: store }).install(source, { signal: new AbortController().signal });
  }
  function written(name: string, bytes: Uint8Array): string {
    writeFileSync(path.join(root, name), bytes);
    return path.join(root, name);
  }
  const refuses = async (named: string, says: RegExp) => {
    await assert.rejects(
      install(named),
      (error: unknown) => error instanceof CodeFusionError && error.code === "model-corrupt" && says.test(error.line),
    );
    assert.deepEqual(readdirSync(store), [], "nothing is left");
    assert.deepEqual(readdirSync(root).sort(), [path.basename(named), "models"].sort(), "nothing beside it either");
  };

  it("is installed from a .zip, also with a folder above the manifest, whatever it is called", async () => {
    const { model } = await install(written("model.bin", zipOf(below("small-1.0", RELEASED_FILES))));
    openModel(model.folder);
    assert.ok(!existsSync(path.join(model.folder, "MODEL_CARD.md")), "only what the manifest names");
  });

  it("is installed from a .tgz, the manifest last and all", async () => {
    const { "manifest.json": manifest = MANIFEST, ...others } = RELEASED_FILES;
    const archive = await tgzOf({ ...below(".", others), "./manifest.json": manifest }, [
      { name: "./", type: "directory" },
    ]);
    openModel((await install(written("model.tgz", archive))).model.folder);
  });

  it("is installed from an address, and goes on there where it broke", async () => {
    const archive = zipOf(RELEASED_FILES);
    const server = await ModelServer.start(root);
    try {
      server.instead.set("model.zip", archive);
      server.breaks.set("model.zip", { after: 1_000_000, times: 1 });
      openModel((await install(`${server.url}/model.zip`)).model.folder);
      assert.ok(server.asked.some(({ range }) => range !== undefined));
      assert.ok(server.sentOf("model.zip") <= archive.length + 1_000_000);
      assert.equal(readdirSync(store).length, 1, "the archive itself is not kept");
      server.instead.set("page.zip", Buffer.from("<html>not found</html>"));
      await assert.rejects(install(`${server.url}/page.zip`), /is no archive of a model/);
      assert.equal(readdirSync(store).length, 1);
    } finally {
      await server.close();
    }
  });

  for (const name of ["../evil.txt", "/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:\\evil.txt"]) {
    it(`is refused as a .zip with ${name}`, async () => {
      const archive = zipOf({ "manifest.json": MANIFEST, [name]: Buffer.from("evil") });
      await refuses(written("model.zip", archive), /leads out of its folder|cannot be unpacked/);
    });
    it(`is refused as a .tgz with ${name}`, async () => {
      const archive = await tgzOf({ [name]: Buffer.from("evil"), "manifest.json": MANIFEST });
      await refuses(written("model.tgz", archive), /leads out of its folder/);
    });
  }

  it("is refused with a link in it, of every kind", async () => {
    const { "encoder.onnx": _, ...others } = RELEASED_FILES;
    const zip = zipOf(others, { "encoder.onnx": Buffer.from("/etc/passwd") });
    await refuses(written("model.zip", zip), /is a link or a device/);
    rmSync(path.join(root, "model.zip"));
    for (const type of ["symlink", "link", "fifo", "character-device"] as const) {
      const archive = await tgzOf(others, [{ name: "encoder.onnx", type, linkname: "/etc/passwd" }]);
      await refuses(written("model.tgz", archive), /is a link or a device/);
    }
  });

  it("is refused where a file in it is longer, shorter, another one or missing", async () => {
    const { "vectors.bin": vectors = MANIFEST, ...others } = RELEASED_FILES;
    for (const [bytes, says] of [
      [Buffer.concat([vectors, vectors]), /is longer than/],
      [vectors.subarray(1), /ends too early/],
      [Buffer.alloc(vectors.length), /its SHA-256 is another/],
      [undefined, /vectors\.bin is missing/],
    ] as const) {
      const files = bytes === undefined ? others : { ...others, "vectors.bin": bytes };
      await refuses(written("model.tgz", await tgzOf(files)), says);
    }
  });

  it("is refused where it holds more than its manifest describes: much, or many things", async () => {
    const bomb = await tgzOf({ "manifest.json": MANIFEST, "zeros.bin": Buffer.alloc(2 ** 27) });
    await refuses(written("model.tgz", bomb), /holds more than a model's manifest describes/);
    const many = Array.from({ length: 1200 }, (_, at) => [`${at}.txt`, Buffer.alloc(0)] as const);
    await refuses(written("model.tgz", await tgzOf(Object.fromEntries(many))), /holds more than/);
  });

  it("is refused without a manifest, with two, and where it is damaged", async () => {
    await refuses(written("model.zip", zipOf({ "a.txt": MANIFEST })), /there is no manifest\.json/);
    await refuses(
      written("model.zip", zipOf(below("a", { ...below("b", {}), "manifest.json": MANIFEST }))),
      /is missing/,
    );
    const two = zipOf({ "a/manifest.json": MANIFEST, "b/manifest.json": MANIFEST });
    await refuses(written("model.zip", two), /holds several models/);
    const whole = await tgzOf(RELEASED_FILES);
    await refuses(written("model.zip", whole.subarray(0, whole.length >> 1)), /cannot be unpacked/);
    await refuses(written("model.zip", zipOf(RELEASED_FILES).subarray(0, 5000)), /cannot be unpacked/);
  });
});

describe("the path of an entry", () => {
  const part = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("..", ".", "", "a", "C:", "..\\x", "\u0000"));
  const name = fc.array(part, { maxLength: 6 }).map((parts) => parts.join("/"));

  it("stays in the folder, on every system, or is none", () => {
    fc.assert(
      fc.property(name, (text) => {
        const parts = entryPath(text);
        if (parts === undefined) return;
        for (const { resolve, sep } of [path.posix, path.win32]) {
          const folder = resolve(sep, "models");
          const inside = resolve(folder, ...parts);
          assert.ok(inside === folder || inside.startsWith(`${folder}${sep}`), inside);
        }
      }),
    );
  });

  it("is what an honest archive spells", () => {
    const honest = fc.array(fc.stringMatching(/^\w[\w .-]{0,8}\w$/), { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(honest, (parts) => assert.deepEqual(entryPath(parts.join("/")), parts)));
  });
});

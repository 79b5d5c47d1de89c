import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CodeFusionError } from "../../../extension/errors";
import { type FreeBytes, InstalledModels, openSource, type WebAccess } from "../../../extension/installed";
import { findModelFolder, openModel, readManifest } from "../../../extension/model";
import { filesOf } from "../../../extension/schema";
import { ModelServer } from "./model-server";

const RELEASED = findModelFolder(path.join(__dirname, "../../../models"));
const files = filesOf(readManifest(RELEASED));
const LARGEST = files.at(-1) ?? assert.fail("a model without files");
const TOTAL = files.reduce((sum, { bytes }) => sum + bytes, 0);

const fails =
  (code: string, says = /./) =>
  (error: unknown) =>
    error instanceof CodeFusionError && error.code === code && says.test(error.line);

/** The released manifest as another version of the same model. */
function changed(change: (manifest: ReturnType<typeof readManifest>) => void = () => {}): Buffer {
  const manifest = readManifest(RELEASED);
  manifest.licence = "another";
  change(manifest);
  return Buffer.from(JSON.stringify(manifest));
}

describe("models that are installed", function () {
  this.timeout(60_000);
  let root: string;
  let store: string;
  let server: ModelServer;
  let permitted: string[];
  let web: WebAccess;
  const signal = new AbortController().signal;
  const models = (freeBytes?: FreeBytes) =>
    new InstalledModels({ folder: store, embedded: RELEASED, ...(freeBytes && { freeBytes }) });
  const install = async (named: string, more: { signal?: AbortSignal; onProgress?: (done: number) => void } = {}) =>
    models().install(await openSource(named, web), { signal, ...more });
  /** What is in the store, whatever its name. */
  const stored = () => (existsSync(store) ? readdirSync(store) : []);

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), "codefusion-store-"));
    store = path.join(root, "models");
    server = await ModelServer.start(RELEASED);
    server.instead.set("manifest.json", changed());
    permitted = [];
    web = {
      fetch: (url, init) => fetch(url, init),
      permits: async ({ host }) => {
        permitted.push(host);
        return true;
      },
    };
  });
  afterEach(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  it("come from an address whole, open, and are listed beside the embedded one; one host is asked, and told nothing", async () => {
    const seen: number[] = [];
    const { model, isNew } = await install(`${server.url}/small`, { onProgress: (done) => seen.push(done) });
    assert.ok(isNew);
    assert.equal(openModel(model.folder).manifest.licence, "another");
    assert.deepEqual([seen.at(-1), [...seen].sort((a, b) => a - b)], [TOTAL, seen], "progress in bytes, up to all");
    assert.deepEqual(
      models()
        .list()
        .map(({ id, bytes, isEmbedded, from, problem }) => ({ id, bytes, isEmbedded, from, problem })),
      [
        { id: "codefusion-small", bytes: TOTAL, isEmbedded: true, from: undefined, problem: undefined },
        {
          ...{ id: "codefusion-small", bytes: TOTAL, isEmbedded: false, problem: undefined },
          from: `${server.url}/small/manifest.json`,
        },
      ],
    );
    assert.deepEqual(permitted, [new URL(server.url).host]);
    assert.deepEqual([...stored()], [model.name], "nothing else is left");
    for (const { headers } of server.asked)
      for (const name of headers) assert.doesNotMatch(name, /authorization|cookie|referer/);
    await models().verify(model, signal);
  });

  it("are not fetched again where they are there, the embedded one among them", async () => {
    await install(server.url);
    const before = server.asked.length;
    assert.equal((await install(server.url)).isNew, false);
    assert.deepEqual(
      server.asked.slice(before).map(({ path }) => path),
      ["/manifest.json"],
    );
    assert.equal((await install(RELEASED)).model.isEmbedded, true);
  });

  it("come from a folder and from its manifest, with what the manifest names and no more", async () => {
    const folder = path.join(root, "mine");
    cpSync(RELEASED, folder, { recursive: true });
    writeFileSync(path.join(folder, "manifest.json"), changed());
    writeFileSync(path.join(folder, "private.txt"), "mine");
    const { model } = await install(folder);
    const wanted = [...files.map((file) => file.path), "manifest.json", "installed.json"];
    assert.deepEqual(readdirSync(model.folder).sort(), wanted.sort());
    assert.equal((await install(path.join(folder, "manifest.json"))).isNew, false);
  });

  it("go on where the connection broke, without asking for a byte twice", async () => {
    server.breaks.set(LARGEST.path, { after: 5_000_000, times: 2 });
    const { model } = await install(server.url);
    openModel(model.folder);
    assert.ok(server.sentOf(LARGEST.path) <= LARGEST.bytes + 2 * 5_000_000);
    const ranges = server.asked.filter(({ range }) => range !== undefined);
    assert.equal(ranges.length, 2);
  });

  it("go on after a cancel with the rest alone; cancelled, they leave the part and nothing else", async () => {
    const half = 9_000_000;
    server.stalls.set(LARGEST.path, half);
    const stop = new AbortController();
    const onProgress = (done: number) => {
      if (done >= TOTAL - LARGEST.bytes + half) stop.abort();
    };
    await assert.rejects(install(server.url, { signal: stop.signal, onProgress }), fails("cancelled"));
    assert.deepEqual(models().list().length, 1);
    assert.equal(stored().length, 1);
    assert.match(stored()[0] ?? "", /^~codefusion-small@[0-9a-f]{12}$/);
    server.stalls.clear();
    const before = server.asked.length;
    const { model } = await install(server.url);
    openModel(model.folder);
    const sent = server.asked.slice(before).reduce((sum, each) => sum + each.sent, 0);
    assert.equal(sent, changed().length + LARGEST.bytes - half, "the manifest, and what was missing");
    assert.deepEqual([...stored()], [model.name]);
  });

  for (const [what, change] of Object.entries<(server: ModelServer) => void>({
    "the file is another one by now": (server) => {
      server.etag = '"two"';
    },
    "the server does not say which version it has": (server) => {
      server.etag = "";
    },
    "the server knows no ranges": (server) => {
      server.knowsRanges = false;
    },
  }))
    it(`begin a file anew where ${what}`, async () => {
      server.breaks.set(LARGEST.path, { after: 1000, times: 99 });
      await assert.rejects(install(server.url), fails("backend-crashed", /connection to .* broke/));
      server.breaks.clear();
      change(server);
      const before = server.asked.length;
      openModel((await install(server.url)).model.folder);
      assert.equal(server.sentOf(LARGEST.path, before), LARGEST.bytes);
    }).timeout(120_000);

  it("begin a file anew where what is here of it is damaged", async () => {
    server.breaks.set(LARGEST.path, { after: 1000, times: 99 });
    await assert.rejects(install(server.url));
    server.breaks.clear();
    const part = path.join(store, stored()[0] ?? "", LARGEST.path);
    writeFileSync(part, Buffer.alloc(statSync(part).size, 7));
    openModel((await install(server.url)).model.folder);
  });

  for (const [what, says, change] of [
    ["has other bytes than its manifest says", /its SHA-256 is another/, (body: Buffer) => body.fill(1, 0, 9)],
    [
      "is longer than its manifest says",
      /says that it has \d+ bytes, not \d+/,
      (body: Buffer) => Buffer.concat([body, body]),
    ],
    ["is shorter than its manifest says", /says that it has \d+ bytes, not \d+/, (body: Buffer) => body.subarray(1)],
  ] as const)
    it(`are refused where a file ${what}, and nothing is left of them`, async () => {
      const { path: name } = files[0] ?? LARGEST;
      server.instead.set(name, change(readFileSync(path.join(RELEASED, name))));
      await assert.rejects(install(server.url), fails("model-corrupt", says));
      assert.deepEqual(stored(), []);
    });

  it("are refused before anything large is fetched where the manifest is none", async () => {
    for (const manifest of [
      "<html>hello</html>",
      "{}",
      changed((each) => Object.assign(each, { canvasLengths: [1e9] })),
      Buffer.alloc(2 ** 21, 32),
    ]) {
      server.instead.set("manifest.json", Buffer.from(manifest));
      await assert.rejects(install(server.url), fails("model-corrupt", /is not a model manifest.*check the address/));
    }
    assert.deepEqual([...new Set(server.asked.map(({ path }) => path))], ["/manifest.json"]);
    assert.deepEqual(stored(), []);
  });

  it("keep to the protocol: no redirect to another one, nor to another machine without encryption", async () => {
    for (const location of [
      "http://models.test/manifest.json",
      "https://models.test/manifest.json",
      "file:///etc/passwd",
      "ftp://127.0.0.1/x",
    ]) {
      server.sendsOn.set("manifest.json", location);
      await assert.rejects(install(server.url), fails("bad-input", /sends on to|without encryption/), location);
    }
    assert.deepEqual([...new Set(permitted)], [new URL(server.url).host], "none of them was asked");
  });

  it("follow a redirect to another port of this machine once that is permitted, and not for ever", async () => {
    const other = await ModelServer.start(RELEASED);
    try {
      server.sendsOn.set(LARGEST.path, `${other.url}/elsewhere/${LARGEST.path}`);
      openModel((await install(server.url)).model.folder);
      assert.deepEqual(
        permitted,
        [server.url, other.url].map((url) => new URL(url).host),
      );
      server.sendsOn.set("manifest.json", `${server.url}/manifest.json`);
      await assert.rejects(install(server.url), fails("backend-unavailable", /sends requests on/));
    } finally {
      await other.close();
    }
  });

  it("ask no host that was not permitted", async () => {
    web = { ...web, permits: async () => false };
    await assert.rejects(install(server.url), fails("cancelled"));
    assert.deepEqual(server.asked, []);
  });

  for (const [named, says] of [
    ["http://models.test/manifest.json", /without encryption/],
    ["ftp://models.test/manifest.json", /address of ftp: cannot be asked/],
    ["https://me:secret@models.test/", /holds a name or a password/],
    ["https://", /is not an address/],
    ["", /there is nothing at “”/],
    ["/no/such/place", /there is nothing at .*name a folder with a manifest\.json/],
    [__filename, /neither a folder nor an archive/],
  ] as const)
    it(`are not looked for at “${path.basename(named)}”`, async () => {
      await assert.rejects(openSource(named, web), fails("bad-input", says));
    });

  it("say so where a host does not have them, or where nothing answers", async () => {
    await assert.rejects(
      install(`${server.url}/none.json`),
      fails("backend-unavailable", /does not have what was asked for/),
    );
    const gone = await ModelServer.start(RELEASED);
    const { url } = gone;
    await gone.close();
    await assert.rejects(install(url), fails("backend-unavailable", /nothing answers at/));
  });

  it("are not fetched where there is no space; what is there is counted", async () => {
    const source = await openSource(server.url, web);
    const short = models(async () => TOTAL);
    await assert.rejects(
      short.install(source, { signal }),
      fails("install-failed", /needs 7\d MB .* 4\d MB are free.*free space/),
    );
    assert.deepEqual(
      server.asked.map(({ path }) => path),
      ["/manifest.json"],
    );
    await models(async () => TOTAL + 2 ** 26).install(await openSource(server.url, web), { signal });
  });

  it("are installed by one of two at once; the other is told to wait", async () => {
    const both = await Promise.allSettled([install(server.url), install(server.url)]);
    const failed = both.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    assert.equal(failed.length, 1);
    assert.ok(fails("install-failed", /another window or command.*wait until/)(failed[0]));
    assert.equal(models().list().length, 2);
    assert.equal((await install(server.url)).isNew, false);
  });

  it("do not wait for one that was killed in the middle", async () => {
    mkdirSync(path.join(store, "~lock"), { recursive: true });
    await assert.rejects(install(server.url), fails("install-failed"));
    const past = Date.now() / 1000 - 60;
    utimesSync(path.join(store, "~lock"), past, past);
    assert.ok((await install(server.url)).isNew);
  });

  it("do not keep for ever what was never finished", async () => {
    const old = path.join(store, "~long-ago@000000000000");
    mkdirSync(old, { recursive: true });
    const past = Date.now() / 1000 - 30 * 86_400;
    utimesSync(old, past, past);
    const { model } = await install(server.url);
    assert.deepEqual([...stored()], [model.name]);
  });

  it("say so where they cannot be written", async () => {
    store = path.join(root, "a-file", "models");
    writeFileSync(path.join(root, "a-file"), "");
    await assert.rejects(install(server.url), fails("install-failed", /cannot be changed .*may write there/));
  });

  it("that were damaged are listed as such, not verified, and come again", async () => {
    const { model } = await install(server.url);
    const file = path.join(model.folder, LARGEST.path);
    const bytes = readFileSync(file);
    bytes[7] = (bytes[7] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    assert.equal(models().find(model.name).problem, undefined, "its size is right");
    await assert.rejects(
      models().verify(model, signal),
      fails("model-corrupt", /was changed: install the model again/),
    );
    rmSync(path.join(model.folder, "manifest.json"));
    const [, broken] = models().list();
    assert.deepEqual([broken?.name, broken?.problem?.code], [model.name, "model-missing"]);
    assert.equal((await install(server.url)).isNew, true);
    await models().verify(models().find(model.name), signal);
  });

  it("are found by name, or by an id that is one model's alone", async () => {
    const { model } = await install(server.url);
    assert.equal(models().find(model.name).folder, model.folder);
    assert.throws(() => models().find("codefusion-small"), fails("bad-input", /several versions.*model list/));
    assert.throws(() => models().find("none"), fails("model-missing", /no model none is installed.*model list/));
  });

  it("are removed, the embedded one never", async () => {
    const { model } = await install(server.url);
    const [embedded] = models().list();
    await assert.rejects(models().remove(embedded ?? assert.fail()), fails("bad-input", /comes with CodeFusion/));
    await models().remove(model);
    assert.deepEqual(stored(), []);
    assert.equal(models().list().length, 1);
  });
});

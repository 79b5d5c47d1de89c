/** Served models whose server is not there, is not who it should be, or goes away: what is said, and what is kept. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createProxy } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { GenerateRequest } from "../../../extension/contract";
import { CodeFusionError, inEnglish, say } from "../../../extension/errors";
import { fetchThrough } from "../../../extension/inference";
import { createServedGenerator, type ServedOptions } from "../../../extension/served";
import { type Answer, ChatServer, completion, sse } from "./chat-server";

const LIST: GenerateRequest = { utterance: "list files", language: "bash", count: 1, seed: 7 };

const headers = { authorization: "Bearer secret" };

async function failure(url: string, more: Partial<ServedOptions> = {}): Promise<CodeFusionError> {
  const generator = createServedGenerator({ server: { url, headers }, model: "tiny-chat", temperature: 0, ...more });
  const error: unknown = await generator.generate(LIST).catch((reason: unknown) => reason);
  generator.dispose();
  assert.ok(error instanceof CodeFusionError, String(error));
  assert.ok(!error.line.includes("secret"));
  return error;
}

describe("a served model", () => {
  const open: ChatServer[] = [];
  const start = async (answer: Answer) => {
    const server = await ChatServer.start(answer);
    open.push(server);
    return server;
  };
  afterEach(() => Promise.all(open.splice(0).map((server) => server.stop())));

  it("whose server is down is said to be, and what to do", async () => {
    const gone = await ChatServer.start(() => completion([]));
    const { endpoint } = gone;
    await gone.stop();
    assert.match((await failure(endpoint)).line, /nothing answers at 127\.0\.0\.1:\d+: check/);
  });

  it("whose server's name does not exist is told by that name", async () => {
    const { line } = await failure("http://codefusion.invalid:8080");
    assert.match(line, /no machine of the name codefusion\.invalid.*: check the server's address/);
  });

  it("whose server fails with 500 is asked again, and the server's own words are told", async () => {
    const faulty = await start(() => ({ status: 500, body: { error: { message: "out of memory" } } }));
    assert.match((await failure(faulty.endpoint)).line, /status 500 \(out of memory\): see the server's log/);
    assert.ok(faulty.asked.length >= 3, `${faulty.asked.length} attempts`);
  });

  it("whose server is busy is asked again when it says", async () => {
    const busy = await start((_, at) =>
      at === 0 ? { status: 429, body: { error: "full" }, headers: { "retry-after": "0" } } : completion(["ls"]),
    );
    const generator = createServedGenerator({ server: { url: busy.endpoint }, model: "tiny-chat", temperature: 0 });
    const { candidates } = await generator.generate(LIST);
    assert.deepEqual(
      candidates.map(({ code }) => code),
      ["ls"],
    );
    assert.equal(busy.asked.length, 2);
  });

  it("whose server redirects is not followed: the token and the comment stay with the server that they are for", async () => {
    const other = await start(() => completion(["ls"]));
    const location = `${other.endpoint}/chat/completions`;
    const server = await start(() => ({ status: 307, body: "", headers: { location } }));
    assert.match((await failure(server.endpoint)).line, /sends requests on to another address/);
    assert.deepEqual([other.asked, other.listed], [[], 0]);
    assert.ok(server.asked.every(({ key }) => key === headers.authorization));
  });

  it("whose server dies in the middle keeps what has come, and says what happened", async () => {
    const begun = { choices: [{ index: 0, delta: { content: "find" } }] };
    const dying = await start((_, at) =>
      at === 0
        ? completion(["ls -a"])
        : (response) => {
            response.writeHead(200, { "content-type": "text/event-stream" });
            response.write(String(sse([begun]).body).split("data: [DONE]")[0]);
            setImmediate(() => response.destroy());
          },
    );
    const generator = createServedGenerator({ server: { url: dying.endpoint }, model: "tiny-chat" });
    const { candidates, shortfall } = await generator.generate({ ...LIST, count: 3 });
    assert.deepEqual(
      candidates.map(({ code }) => code),
      ["ls -a"],
    );
    assert.match(inEnglish(shortfall ?? say``), /the connection to .* broke/);
  });

  describe("behind TLS", () => {
    let folder: string;
    let certificates: string;
    let server: ReturnType<typeof createServer>;
    const sent: string[] = [];
    const port = () => (server.address() as AddressInfo).port;

    before(async () => {
      folder = mkdtempSync(path.join(tmpdir(), "codefusion-served-"));
      const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
      const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:models.test,IP:127.0.0.1"];
      const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert];
      execFileSync("openssl", [...request, ...subject], { stdio: "ignore" });
      certificates = readFileSync(cert, "utf8");
      server = createServer({ key: readFileSync(key), cert: certificates }, (asked, response) => {
        sent.push(asked.url ?? "");
        const body = asked.method === "GET" ? { data: [{ id: "tiny-chat" }] } : completion(["ls"]).body;
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    });
    after(() => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    });
    beforeEach(() => sent.splice(0));

    it("is sent nothing where its certificate is not trusted", async () => {
      assert.match(
        (await failure(`https://127.0.0.1:${port()}`)).line,
        /the certificate of 127\.0\.0\.1:\d+ is not trusted/,
      );
      assert.deepEqual(sent, []);
    });

    it("answers through a proxy where its certificate is trusted", async () => {
      const tunnels: string[] = [];
      const proxy = createProxy().on("connect", (asked, client) => {
        tunnels.push(asked.url ?? "");
        const onward = connect(port(), "127.0.0.1", () => {
          client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
          onward.pipe(client).pipe(onward);
        });
        onward.on("error", () => client.destroy());
        client.on("error", () => onward.destroy());
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      const httpsProxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const fetch = await fetchThrough({ certificates, httpsProxy });
      const way = { url: "https://models.test", fetch };
      const { candidates } = await createServedGenerator({ server: way, model: "tiny-chat", temperature: 0 }).generate(
        LIST,
      );
      assert.equal(candidates[0]?.code, "ls");
      assert.ok(tunnels.length > 0 && tunnels.every((target) => target === "models.test:443"), tunnels.join());
      proxy.close();
      proxy.closeAllConnections();
    });
  });
});

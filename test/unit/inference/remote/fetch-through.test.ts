import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createProxy } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { exchange, fetchThrough, type Way } from "../../../../extension/inference";

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};

describe("a way to servers of its own", () => {
  let folder: string;
  let certificates: string;
  let server: ReturnType<typeof createServer>;
  let proxy: ReturnType<typeof createProxy>;
  let port: number;
  let proxyUrl: string;
  const tunnels: string[] = [];

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-way-"));
    const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:models.test,IP:127.0.0.1"];
    const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert];
    execFileSync("openssl", [...request, ...subject], { stdio: "ignore" });
    certificates = readFileSync(cert, "utf8");
    server = createServer({ key: readFileSync(key), cert: certificates }, (_, response) => response.end("{}"));
    port = await listening(server);
    proxy = createProxy();
    proxy.on("connect", (asked, client) => {
      tunnels.push(asked.url ?? "");
      const onward = connect(port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        onward.pipe(client).pipe(onward);
      });
      onward.on("error", () => client.destroy());
      client.on("error", () => onward.destroy());
    });
    proxyUrl = `http://127.0.0.1:${await listening(proxy)}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
    proxy.close();
    proxy.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => tunnels.splice(0));

  async function ask(url: string, way: Way): Promise<string> {
    const fetch = await fetchThrough(way);
    const { body } = await exchange({ url, fetch }, { method: "GET", path: "/v2", deadlineMs: 10_000, maxBytes: 100 });
    return Buffer.from(body).toString();
  }

  it("trusts the certificates that it is given, and no others", async () => {
    const url = `https://127.0.0.1:${port}`;
    assert.equal(await ask(url, { certificates }), "{}");
    await assert.rejects(ask(url, {}), /the certificate of 127\.0\.0\.1:\d+ is not trusted/);
    assert.deepEqual(tunnels, []);
  });

  it("leads through the proxy, with the same trust, but to hosts that are asked directly", async () => {
    const way = { certificates, httpProxy: proxyUrl, httpsProxy: proxyUrl };
    assert.equal(await ask("https://models.test", way), "{}");
    assert.deepEqual(tunnels, ["models.test:443"]);
    assert.equal(await ask(`https://127.0.0.1:${port}`, { ...way, noProxy: "localhost,127.0.0.1" }), "{}");
    assert.equal(tunnels.length, 1);
    await assert.rejects(ask("https://models.test", { ...way, certificates: undefined }), /is not trusted/);
  });
});

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

/** What was asked of the server. */
export interface Asked {
  readonly path: string;
  readonly range: string | undefined;
  readonly headers: readonly string[];
  /** Bytes of the answer's body that the server meant to send. */
  readonly sent: number;
}

/** A web server of one folder, as hosts of models are: whole files, the rest of one, and what can go wrong. */
export class ModelServer {
  readonly asked: Asked[] = [];
  /** Contents in place of a file's own, by its name. */
  readonly instead = new Map<string, Buffer>();
  /** Where requests of a name are sent on to. */
  readonly sendsOn = new Map<string, string>();
  /** Names of which the connection breaks after so many bytes, so many times. */
  readonly breaks = new Map<string, { after: number; times: number }>();
  /** Names of which nothing more comes after so many bytes. */
  readonly stalls = new Map<string, number>();
  /** What tells the version of every file; none where empty. */
  etag = '"one"';
  knowsRanges = true;
  readonly #server = createServer();

  private constructor(private readonly folder: string) {}

  static async start(folder: string): Promise<ModelServer> {
    const own = new ModelServer(folder);
    own.#server.on("request", (request, response) => own.#answer(request, response));
    own.#server.listen(0, "127.0.0.1");
    await once(own.#server, "listening");
    return own;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Bytes that were asked for of a name since `from` requests. */
  sentOf(name: string, from = 0): number {
    return this.asked
      .slice(from)
      .filter((each) => each.path.endsWith(`/${name}`))
      .reduce((sum, { sent }) => sum + sent, 0);
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  #answer(...[request, response]: Parameters<Parameters<typeof createServer>[1] & object>): void {
    const { pathname } = new URL(request.url ?? "/", this.url);
    const name = path.basename(pathname);
    const { range, "if-range": ifRange } = request.headers;
    const note = (sent: number) =>
      this.asked.push({ path: pathname, range, headers: Object.keys(request.headers), sent });
    const location = this.sendsOn.get(name);
    if (location !== undefined) {
      note(0);
      response.writeHead(302, { location }).end();
      return;
    }
    let body: Buffer;
    try {
      body = this.instead.get(name) ?? readFileSync(path.join(this.folder, name));
    } catch {
      note(0);
      response.writeHead(404).end("no such file");
      return;
    }
    const tells = { ...(this.etag !== "" && { etag: this.etag }), "accept-ranges": "bytes" };
    const from = this.knowsRanges && ifRange === this.etag ? Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0) : 0;
    if (from > 0 && from >= body.length) {
      note(0);
      response.writeHead(416, { ...tells, "content-range": `bytes */${body.length}` }).end();
      return;
    }
    const rest = body.subarray(from);
    const contentRange = from > 0 ? { "content-range": `bytes ${from}-${body.length - 1}/${body.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { ...tells, ...contentRange, "content-length": rest.length });
    const fault = this.breaks.get(name);
    const stall = this.stalls.get(name);
    if (fault && fault.times > 0) {
      fault.times -= 1;
      note(Math.min(fault.after, rest.length));
      response.write(rest.subarray(0, fault.after), () => response.destroy());
    } else if (stall !== undefined) {
      note(Math.min(stall, rest.length));
      response.write(rest.subarray(0, stall));
    } else {
      note(rest.length);
      response.end(rest);
    }
  }
}

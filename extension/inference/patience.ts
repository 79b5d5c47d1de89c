import type { Reply, RequestBody } from "./protocol";

/** How many times longer than ever before the same work may take. */
const TIMES = 20;
/** How many times the least patience is granted where nothing has been measured, as for a driver that compiles shaders. */
const AT_FIRST = 8;

/** How long a child may be silent before it counts as hung, by what the same kind of work has taken so far. */
export class Patience {
  /** The slowest so far, milliseconds for one unit of work. */
  readonly #slowest = new Map<RequestBody["type"], number>();

  /** @param leastMs milliseconds that are always granted */
  constructor(private readonly leastMs: number) {}

  /** Milliseconds for work that was never measured. */
  get unknown(): number {
    return AT_FIRST * this.leastMs;
  }

  /** Milliseconds until the next sign of life: the reply, or the next step. */
  of(body: RequestBody): number {
    const slowest = this.#slowest.get(body.type);
    return slowest === undefined ? this.unknown : Math.max(this.leastMs, TIMES * slowest * unitsOf(body));
  }

  /** Remembers how long `body` took. */
  learn(body: RequestBody, reply: Reply): void {
    if (!("ms" in reply)) return;
    const signs = body.type === "denoise" ? (body.from ?? body.steps) : 1;
    const ms = reply.ms / (signs * unitsOf(body));
    this.#slowest.set(body.type, Math.max(ms, this.#slowest.get(body.type) ?? 0));
  }
}

/** How much work there is before the next sign of life. */
function unitsOf(body: RequestBody): number {
  if (body.type === "encode") return body.inputIds.length + body.memory.length;
  if (body.type === "denoise") return body.noise.length;
  return body.type === "decode" ? body.latents.length : 1;
}

/** What drawing may take of a frame at 60 Hz, in ms; the rest is the browser's own. */
const BUDGET_MS = 10;
/** How much the latest frame counts in the mean cost of a turn. */
const NEWEST = 0.3;

/**
 * Draws the parts of the page in turn, as many in an animation frame as the time of one allows: five canvases at once
 * would hold up the page for longer than the screen waits.
 */
export class Turns {
  /** A part that is asked for again before its turn keeps its place, and draws the latest only. */
  private readonly waiting = new Map<object, () => void>();
  private frame: number | undefined;
  /** Mean time that a turn takes with its layout and paint, in ms. */
  private cost = BUDGET_MS;

  /** Has `draw` run when it is the turn of `part`. */
  add(part: object, draw: () => void): void {
    this.waiting.set(part, draw);
    this.frame ??= requestAnimationFrame(() => this.next());
  }

  /** Draws everything that waits, now. */
  flush(): void {
    this.run(Number.POSITIVE_INFINITY);
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
  }

  private next(): void {
    const started = performance.now();
    const turns = this.run(Math.max(1, Math.floor(BUDGET_MS / this.cost)));
    afterPaint(() => {
      this.cost += NEWEST * ((performance.now() - started) / turns - this.cost);
    });
    this.frame = this.waiting.size > 0 ? requestAnimationFrame(() => this.next()) : undefined;
  }

  private run(most: number): number {
    let turns = 0;
    for (const [part, draw] of this.waiting) {
      if (turns === most) break;
      this.waiting.delete(part);
      draw();
      turns += 1;
    }
    return turns;
  }
}

/** A message waits behind the layout and the paint of the frame that it is posted in. */
function afterPaint(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(undefined);
}

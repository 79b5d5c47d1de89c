import type { TheatreState } from "../../extension/schema";
import type { Playback } from "../model";

/** The shortest time between two saves, in ms: each one carries every candidate to the editor. */
const EVERY_MS = 200;

/** Keeps what is shown over a reload: at once when the clock stands, at the latest when it stops or the page is hidden. */
export class Keeper {
  private due: TheatreState | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly save: (state: TheatreState) => void) {
    document.addEventListener("visibilitychange", () => this.flush());
    addEventListener("pagehide", () => this.flush());
  }

  update(now: Playback, before: Playback | undefined): void {
    if (now.state !== before?.state) this.due = now.state;
    // A whole cast of frames is too much to be written anew for each of them.
    if (now.playing || this.due === undefined || this.timer !== undefined) return;
    this.flush();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.flush();
    }, EVERY_MS);
  }

  private flush(): void {
    if (this.due === undefined) return;
    this.save(this.due);
    this.due = undefined;
  }
}

import { clearScreenDown, cursorTo, moveCursor } from "node:readline";
import type { GenerateProgress } from "../contract";
import type { Output } from "./context";
import { fitLine, type Paint, paintFor } from "./style";

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
const BAR_WIDTH = 20;
const PHASES: Readonly<Record<GenerateProgress["phase"], string>> = {
  loading: "Loading the model",
  encoding: "Reading the utterance",
  denoising: "Denoising",
  decoding: "Decoding",
  selecting: "Choosing candidates",
};

/** Shows samples coming out of the noise, in place, on a terminal. */
export interface Animation {
  update(progress: GenerateProgress): void;
  /** Wipes the animation and gives the cursor back; may be called twice. */
  stop(): void;
}

/** An animation on `output`, which must be a terminal. The cursor also comes back when the process exits early. */
export function animate(output: Output & NodeJS.WritableStream): Animation {
  const paint = paintFor(output);
  let drawn = 0;
  let running = true;
  let preview: readonly string[] = [];

  const wipe = () => {
    // An echoed "^C" may have moved the cursor within its line.
    cursorTo(output, 0);
    if (drawn > 0) moveCursor(output, 0, -drawn);
    clearScreenDown(output);
    drawn = 0;
  };
  const stop = () => {
    if (!running) return;
    running = false;
    wipe();
    output.write(SHOW_CURSOR);
    process.off("exit", stop);
  };
  process.on("exit", stop);
  output.write(HIDE_CURSOR);

  return {
    stop,
    update(progress) {
      if (!running) return;
      const width = Math.max(20, (output.columns ?? 80) - 1);
      const next = progress.preview.length > 0 ? progress.preview : preview;
      const room = Math.max(1, (output.rows ?? 24) - 2);
      const lines = next.slice(0, room).map((code, i) => changes(preview[i] ?? "", code, width, paint));
      wipe();
      output.write([heading(progress, paint), ...lines].map((line) => `${line}\n`).join(""));
      drawn = lines.length + 1;
      preview = next;
    },
  };
}

function heading({ phase, step, steps }: GenerateProgress, paint: Paint): string {
  const name = paint("bold", PHASES[phase]);
  if (steps === 0) return name;
  const done = Math.round((BAR_WIDTH * step) / steps);
  return `${name} ${paint("cyan", "━".repeat(done))}${paint("dim", "─".repeat(BAR_WIDTH - done))} ${step}/${steps}`;
}

/** The line with the words that this step changed brought out. */
function changes(before: string, after: string, width: number, paint: Paint): string {
  const old = words(fitLine(before, width - 2));
  const line = words(fitLine(after, width - 2));
  return `  ${line.map((word, i) => (word === old[i] ? word : paint("cyan", word))).join("")}`;
}

const words = (line: string) => line.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

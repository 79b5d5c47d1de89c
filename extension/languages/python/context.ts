/** What is open to the left of a position in Python code, innermost last. */
export type PythonFrame =
  | { readonly kind: "code" }
  /** Between the braces of an f-string; `depth` counts its own open brackets. */
  | { readonly kind: "interpolation"; depth: number }
  | { readonly kind: "formatSpec" }
  | { readonly kind: "comment" }
  | PythonString;

export interface PythonString {
  readonly kind: "string";
  /** The closing delimiter: one or three quotes. */
  readonly quote: string;
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly formatted: boolean;
}

export interface PythonContext {
  readonly frames: readonly PythonFrame[];
  /** True where the last character is a backslash that escapes what follows. */
  readonly escaping: boolean;
}

const PREFIX = /(?:^|[^\p{L}\p{N}_])([rbfu]{1,2})$/iu;

/** Reads code from left to right; undefined where a line ends inside a one-line string. */
export function pythonContext(before: string): PythonContext | undefined {
  const frames: PythonFrame[] = [{ kind: "code" }];
  let escaping = false;
  let at = 0;
  while (at < before.length) {
    const frame = frames.at(-1) ?? { kind: "code" };
    const character = before.charAt(at);
    if (character === "\\" && frame.kind !== "comment") {
      escaping = at + 1 === before.length;
      at += 2;
      continue;
    }
    const length = frame.kind === "string" ? inString(frames, frame, before, at) : inCode(frames, frame, before, at);
    if (length === undefined) return undefined;
    at += length;
  }
  return { frames, escaping };
}

function inString(frames: PythonFrame[], frame: PythonString, text: string, at: number): number | undefined {
  if (text.startsWith(frame.quote, at)) {
    frames.pop();
    return frame.quote.length;
  }
  if (text.charAt(at) === "\n" && frame.quote.length === 1) return undefined;
  if (!frame.formatted || text.charAt(at) !== "{") return 1;
  if (text.charAt(at + 1) === "{") return 2;
  frames.push({ kind: "interpolation", depth: 0 });
  return 1;
}

function inCode(frames: PythonFrame[], frame: PythonFrame, text: string, at: number): number {
  const character = text.charAt(at);
  if (frame.kind === "comment") {
    if (character === "\n") frames.pop();
  } else if (frame.kind === "formatSpec") {
    if (character === "}") frames.splice(-2);
    else if (character === "{") frames.push({ kind: "interpolation", depth: 0 });
  } else if (character === "#") {
    frames.push({ kind: "comment" });
  } else if (character === '"' || character === "'") {
    const string = opening(text, at);
    frames.push(string);
    return string.quote.length;
  } else if (frame.kind === "interpolation") {
    interpolate(frames, frame, character);
  }
  return 1;
}

function interpolate(
  frames: PythonFrame[],
  frame: Extract<PythonFrame, { kind: "interpolation" }>,
  character: string,
): void {
  if ("([{".includes(character)) frame.depth += 1;
  else if (character === "}" && frame.depth === 0) frames.pop();
  else if (")]}".includes(character)) frame.depth -= 1;
  else if (character === ":" && frame.depth === 0) frames.push({ kind: "formatSpec" });
}

function opening(text: string, at: number): PythonString {
  const mark = text.charAt(at);
  const prefix = (PREFIX.exec(text.slice(Math.max(0, at - 3), at))?.[1] ?? "").toLowerCase();
  return {
    kind: "string",
    quote: text.startsWith(mark.repeat(3), at) ? mark.repeat(3) : mark,
    raw: prefix.includes("r"),
    bytes: prefix.includes("b"),
    formatted: prefix.includes("f"),
  };
}

/** Where in a script a position lies: what is open to its left, innermost last. */
export type BashFrame =
  /** Plain code; `close` ends it: ")" of a substitution or group, "`", or nothing at the top. */
  | { readonly kind: "code"; readonly close: ")" | "`" | "" }
  | { readonly kind: "double" }
  | { readonly kind: "single" }
  | { readonly kind: "ansi" }
  | { readonly kind: "expansion" }
  | { readonly kind: "arithmetic" }
  | { readonly kind: "comment" }
  | { readonly kind: "heredoc"; readonly delimiter: string };

export interface BashContext {
  readonly frames: readonly BashFrame[];
  /** True where the last character is a backslash that escapes what follows. */
  readonly escaping: boolean;
}

const HEREDOC = /^<<-?[ \t]*(["']?)([\w.-]+)\1/;
const WORD_START = /^$|[\s;&|()]/;

/** Reads `text` from left to right, starting inside `start` (the top of a script when absent). */
export function bashContext(text: string, start: BashFrame = { kind: "code", close: "" }): BashContext {
  const frames: BashFrame[] = [start];
  const pending: string[] = [];
  let at = 0;
  let escaping = false;
  while (at < text.length) {
    const frame = frames.at(-1) ?? start;
    const rest = text.slice(at, at + 64);
    const character = text.charAt(at);
    const escapes = frame.kind !== "single" && frame.kind !== "comment" && frame.kind !== "heredoc";
    if (character === "\\" && escapes) {
      escaping = at + 1 === text.length;
      at += 2;
    } else if (frame.kind === "heredoc") {
      at = afterHeredoc(text, at, frame.delimiter, frames);
    } else {
      at += step(frames, frame, rest, character, text.charAt(at - 1), pending);
    }
  }
  return { frames, escaping };
}

/** Handles one token and says how long it is. */
function step(
  frames: BashFrame[],
  frame: BashFrame,
  rest: string,
  character: string,
  before: string,
  pending: string[],
): number {
  switch (frame.kind) {
    case "single":
    case "ansi":
      if (character === "'") frames.pop();
      return 1;
    case "comment":
      if (character === "\n") frames.pop();
      return character === "\n" ? 0 : 1;
    case "double":
      if (character === '"') frames.pop();
      else return opened(frames, rest);
      return 1;
    case "expansion":
      if (character === "}") frames.pop();
      else return quoted(frames, rest, character) || opened(frames, rest);
      return 1;
    case "arithmetic":
      if (rest.startsWith("))")) frames.pop();
      return rest.startsWith("))") ? 2 : opened(frames, rest);
    default:
      return code(frames, frame, rest, character, before, pending);
  }
}

function code(
  frames: BashFrame[],
  frame: BashFrame,
  rest: string,
  character: string,
  before: string,
  pending: string[],
): number {
  const heredoc = HEREDOC.exec(rest);
  if (heredoc !== null && !rest.startsWith("<<<")) {
    pending.push(heredoc[2] ?? "");
    return heredoc[0].length;
  }
  if (rest.startsWith("<<<")) return 3;
  if (character === "\n" && pending.length > 0) {
    for (const delimiter of pending.splice(0).reverse()) frames.push({ kind: "heredoc", delimiter });
    return 1;
  }
  if (frame.kind === "code" && frame.close !== "" && character === frame.close) {
    frames.pop();
    return 1;
  }
  if (character === "#" && WORD_START.test(before)) {
    frames.push({ kind: "comment" });
    return 1;
  }
  if (character === "(" && !rest.startsWith("((")) {
    frames.push({ kind: "code", close: ")" });
    return 1;
  }
  if (rest.startsWith("((")) {
    frames.push({ kind: "arithmetic" });
    return 2;
  }
  return quoted(frames, rest, character) || opened(frames, rest);
}

/** Opens a quote where one stands; 0 where none does. */
function quoted(frames: BashFrame[], rest: string, character: string): number {
  if (rest.startsWith("$'")) {
    frames.push({ kind: "ansi" });
    return 2;
  }
  if (character === "'") frames.push({ kind: "single" });
  else if (character === '"') frames.push({ kind: "double" });
  else return 0;
  return 1;
}

/** Opens a substitution where one stands, else passes one character. */
function opened(frames: BashFrame[], rest: string): number {
  if (rest.startsWith("$((")) {
    frames.push({ kind: "arithmetic" });
    return 3;
  }
  if (rest.startsWith("$(")) {
    frames.push({ kind: "code", close: ")" });
    return 2;
  }
  if (rest.startsWith("${")) {
    frames.push({ kind: "expansion" });
    return 2;
  }
  if (rest.startsWith("`")) frames.push({ kind: "code", close: "`" });
  return 1;
}

/** Skips to the line that ends a here-document, or to the end of the text. */
function afterHeredoc(text: string, at: number, delimiter: string, frames: BashFrame[]): number {
  const end = text.indexOf("\n", at);
  const line = text.slice(at, end < 0 ? text.length : end);
  if (line.trim() === delimiter && (at === 0 || text.charAt(at - 1) === "\n")) frames.pop();
  return end < 0 ? text.length : end + 1;
}

import { SPACE, strip } from "../text";

/** A piece of a command line: a word with its quotes, or an operator. */
export interface BashToken {
  readonly kind: "word" | "operator";
  readonly text: string;
}

const WORD = new RegExp(
  `"(?:\\\\[^\\n]|[^"\\\\])*"|'[^']*'|\\$\\((?:[^()]|\\([^()]*\\))*\\)|\`[^\`]*\`|(?:\\\\[^\\n]|[^${SPACE}|;&<>()"'\`\\\\])+`,
  "uy",
);
const OPERATOR = /\|\||&&|;;|\p{Nd}?>>|\p{Nd}?>&\p{Nd}?|\p{Nd}?>|<<<?|<|\||;|&|\(|\)/uy;
const RESERVED: ReadonlySet<string> = new Set(["do", "then", "else", "elif", "if", "while", "until", "!", "{"]);
/** Words after which a command name follows. */
const WRAPPERS: ReadonlySet<string> = new Set(
  "sudo time nohup nice env exec command builtin xargs -exec -execdir -ok watch".split(" "),
);
const BEFORE_COMMAND: ReadonlySet<string> = new Set(["|", "||", "&&", ";", ";;", "&", "("]);
const BLANK = new RegExp(`[${SPACE}]`, "u");

/** Words and operators in order; adjacent pieces without space between them are one word. A line end is a ";". */
export function bashTokens(code: string): BashToken[] {
  const out: BashToken[] = [];
  let word = "";
  const flush = (): void => {
    if (word !== "") out.push({ kind: "word", text: word });
    word = "";
  };
  let at = 0;
  while (at < code.length) {
    const character = code.charAt(at);
    if (BLANK.test(character)) {
      flush();
      if (character === "\n") out.push({ kind: "operator", text: ";" });
      at += 1;
      continue;
    }
    const operator = matchAt(OPERATOR, code, at);
    if (operator !== undefined && !(word !== "" && /^\p{Nd}/u.test(operator))) {
      flush();
      out.push({ kind: "operator", text: operator });
      at += operator.length;
      continue;
    }
    const piece = matchAt(WORD, code, at) ?? character;
    word += piece;
    at += piece.length;
  }
  flush();
  return out;
}

/** The idea of a command line: command names, flags and operators kept, every other word replaced by "_". */
export function bashTemplate(code: string): string {
  const out: string[] = [];
  let head = true;
  for (const { kind, text } of bashTokens(strip(code))) {
    if (kind === "operator") {
      out.push(text);
      head = BEFORE_COMMAND.has(text);
      continue;
    }
    const bare = text.replace(/["'\\]/g, "");
    if (bare === ";" || bare === "+") {
      out.push(bare);
      head = false;
    } else if (head && /^[\p{L}\p{N}_]+=/u.test(bare)) {
      out.push("_=");
    } else if (head && !bare.startsWith("-")) {
      out.push(bare);
      head = WRAPPERS.has(bare) || RESERVED.has(bare);
    } else if (bare.startsWith("-") && bare.length > 1 && !/^-\p{Nd}/u.test(bare)) {
      out.push(bare.replace(/=[^\n]*/g, "="));
      head = head || WRAPPERS.has(bare);
    } else {
      out.push("_");
    }
  }
  while (out.at(-1) === ";") out.pop();
  return out.join(" ");
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

import type { Parse, SyntaxNode, SyntaxTree } from "../syntax";

/** A command as it is run: the tool without its folder, and its arguments without their quotes. */
export interface Command {
  readonly tool: string;
  readonly words: readonly string[];
  /** The node that it is written in. */
  readonly node: SyntaxNode;
}

/** What runs another command: its options with a value, and how many operands stand before that command. */
const WRAPPERS: Readonly<Record<string, { readonly values?: string; readonly operands?: number }>> = {
  sudo: { values: "ugpCThrUDRt" },
  doas: { values: "uC" },
  env: { values: "uCS" },
  nice: { values: "n" },
  ionice: { values: "cnp" },
  nohup: {},
  time: { values: "fo" },
  timeout: { values: "ks", operands: 1 },
  xargs: { values: "InPdLsEa" },
  parallel: { values: "jIaN" },
  exec: { values: "a" },
  command: {},
  builtin: {},
  setsid: {},
  stdbuf: { values: "ioe" },
  watch: { values: "n" },
  chroot: { values: "", operands: 1 },
  flock: { values: "wE", operands: 1 },
  strace: { values: "eopPsE" },
  busybox: {},
  fakeroot: {},
  unbuffer: {},
};
/** What reads its argument as code, and the option that the code follows; "" where every argument is code. */
const READS_CODE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["sh", "bash", "dash", "zsh", "ksh", "ash", "su"].map((shell) => [shell, "c"])),
  ...{ eval: "", trap: "", ssh: "", watch: "" },
};
const EXECUTES = /^(?:-exec|-execdir|-ok|-okdir|-x|-X|--exec|--exec-batch)$/;
const DEEPEST = 4;

/** Whether a tool's first operand is the command that it runs. */
export const runsAnother = (tool: string): boolean => Object.hasOwn(WRAPPERS, tool);

/** Every command that code runs: of pipelines, bodies and substitutions, and those that a command runs for it. */
export function commandsOf(parse: Parse, tree: SyntaxTree, depth = 0): readonly Command[] {
  return tree.nodes
    .filter(({ type }) => type === "command")
    .flatMap((node) => {
      const from = node.children.findIndex(({ type }) => type === "command_name");
      const words = node.children
        .slice(Math.max(0, from))
        .filter(({ type }) => !/redirect|variable_assignment|^<<</.test(type))
        .map(textOf);
      return runBy(parse, words, node, depth);
    });
}

/** The command that words make, and those that it runs. */
function runBy(parse: Parse, words: readonly string[], node: SyntaxNode, depth: number): readonly Command[] {
  const [first = "", ...rest] = words;
  const tool = first.replace(/^\\/, "").replace(/^.*\//, "");
  if (tool === "" || depth > DEEPEST) return [];
  const own: Command = { tool, words: rest, node };
  const wrapper = WRAPPERS[tool];
  const wrapped = wrapper === undefined ? [] : runBy(parse, afterOptions(rest, wrapper), node, depth + 1);
  const executed = executedIn(rest).flatMap((each) => runBy(parse, each, node, depth + 1));
  const read = codeIn(tool, rest).flatMap((code) =>
    commandsOf(parse, parse(code), depth + 1).map((command) => ({ ...command, node })),
  );
  return [own, ...wrapped, ...executed, ...read];
}

function afterOptions(
  words: readonly string[],
  { values = "", operands = 0 }: { readonly values?: string; readonly operands?: number },
): readonly string[] {
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") {
      at += 1;
      break;
    }
    const isSetting = /^\w+=/.test(word);
    if (!isSetting && (!word.startsWith("-") || word === "-")) break;
    // -u root, but not -uroot or -k1: the value is a word of its own where the letter ends the option
    if (/^-[A-Za-z]+$/.test(word) && values.includes(word.slice(-1))) at += 1;
  }
  return words.slice(at + operands);
}

/** What `find -exec` and the like are given, up to `;` or `+`. */
function executedIn(words: readonly string[]): readonly (readonly string[])[] {
  return words.flatMap((word, at) => {
    if (!EXECUTES.test(word)) return [];
    const rest = words.slice(at + 1);
    const end = rest.findIndex((each) => each === ";" || each === "\\;" || each === "+");
    return [end < 0 ? rest : rest.slice(0, end)];
  });
}

function codeIn(tool: string, words: readonly string[]): readonly string[] {
  const option = READS_CODE[tool];
  if (option === undefined) return [];
  if (option === "") return words.filter((word) => /\s/.test(word)).concat(tool === "eval" ? words.join(" ") : []);
  const at = words.findIndex((word) => new RegExp(`^-\\w*${option}$`).test(word));
  return at < 0 ? [] : words.slice(at + 1, at + 2);
}

/** A word without its quotes. */
export function textOf(node: SyntaxNode): string {
  if (node.type === "raw_string") return node.text.slice(1, -1);
  if (node.type === "string") return node.text.slice(1, -1).replace(/\\(["\\$`])/g, "$1");
  if (node.type === "concatenation" || (node.type === "command_name" && node.children.length > 0))
    return node.children.map(textOf).join("");
  return node.text;
}

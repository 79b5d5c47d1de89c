import type { Unknown } from "../language";
import type { Parse } from "../syntax";
import { type Command, commandsOf, runsAnother } from "./commands";
import tools from "./tools.json";

/** What a tool understands: its options, "=" behind those with a value, and its subcommands; open where more is possible. */
interface Tool {
  readonly o?: string;
  readonly s?: Readonly<Record<string, Tool>>;
  readonly open?: number;
}

const TOOLS: ReadonlyMap<string, Tool> = new Map(Object.entries(tools));
/** Each of these reads options of its own and then a program's, whose options are not its own. */
const SCRIPTED =
  /^(?:python[\d.]*|perl|ruby|node|deno|php|lua|bash|sh|zsh|dash|ksh|ssh|awk|gawk|mawk|npx|pipx|docker|podman)$/;
/** Arguments that are no options although they look so: expressions of their own. */
const EXPRESSIONS =
  /^(?:test|\[|expr|echo|printf|dd|kill|killall|pkill|chmod|set|alias|export|declare|read|type|source|trap)$/;
const OPTION = /^-{1,2}[A-Za-z][\w-]*$/;
const isOwn = (of: Readonly<Record<string, Tool>>, name: string): boolean => Object.hasOwn(of, name);

/** The options and subcommands in Bash that their tools do not have; a tool that is not listed is never asked. */
export function unknownIn(parse: Parse, code: string): readonly Unknown[] {
  return commandsOf(parse, parse(code)).flatMap((command) => unknownOf(command));
}

function unknownOf({ tool: name, words }: Command): readonly Unknown[] {
  const found = TOOLS.get(name);
  if (found === undefined || EXPRESSIONS.test(name)) return [];
  let [level, owner]: [Tool, string] = [found, name];
  let known = optionsOf(found);
  const unknown: Unknown[] = [];
  const stopsEarly = runsAnother(name) || SCRIPTED.test(name);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--" || level.open !== undefined) break;
    if (!word.startsWith("-") || word === "-") {
      const next = level.s !== undefined && isOwn(level.s, word) ? level.s[word] : undefined;
      if (next === undefined && stopsEarly) break;
      if (next === undefined) continue;
      [level, owner] = [next, `${owner} ${word}`];
      known = new Map([...known, ...optionsOf(next)]);
      continue;
    }
    if (/^-(?:exec|ok)(?:dir)?$/.test(word)) {
      const end = words.findIndex((each, index) => index > at && /^(?:\\?;|\+)$/.test(each));
      if (end < 0) break;
      at = end;
      continue;
    }
    const [option = "", value] = word.split(/=(.*)/s);
    // `-u=x` is a mode of permissions.
    if (!OPTION.test(option) || (value !== undefined && !option.startsWith("--"))) continue;
    const fault = faultOf(option, known);
    if (fault !== undefined) unknown.push({ name: fault, owner });
    // A value may itself begin with a dash: it is not read.
    if (value === undefined && known.get(option) === true && words[at + 1] !== "--") at += 1;
  }
  return unknown;
}

/** An option that is not known, or the letter of combined ones; undefined where all is known. */
function faultOf(option: string, known: ReadonlyMap<string, boolean>): string | undefined {
  if (known.size === 0 || known.has(option) || /^--?(?:help|version)$/.test(option)) return undefined;
  if (option.startsWith("--")) {
    // Tools understand the beginning of a long option too.
    return [...known.keys()].some((each) => each.startsWith(option)) ? undefined : option;
  }
  // find -newermt: any two of its letters
  if (known.has("-newerXY") && /^-newer[aBcm][aBcmt]$/.test(option)) return undefined;
  // A tool with words behind one dash, as find has, does not combine letters.
  if (known.has("-newerXY")) return option;
  for (const letter of option.slice(1)) {
    if (!/[A-Za-z]/.test(letter)) return undefined;
    const takesValue = known.get(`-${letter}`);
    if (takesValue === undefined) return option.length === 2 || !known.has(option.slice(0, 2)) ? option : `-${letter}`;
    if (takesValue) return undefined;
  }
  return undefined;
}

function optionsOf({ o = "" }: Tool): ReadonlyMap<string, boolean> {
  const options = o.split(" ").filter((option) => option !== "");
  return new Map(options.map((option) => [option.replace(/=$/, ""), option.endsWith("=")]));
}

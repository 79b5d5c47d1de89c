import { type Lines, openLines } from "../line-file";

/** A tool or one of its subcommands, as far as it is known. */
export interface Tool {
  /** What it is for, in a line of English; "" where that is not known. */
  readonly says: string;
  readonly options: ReadonlyMap<string, Option>;
  readonly subcommands: ReadonlyMap<string, Tool>;
  /** Whether all of its options are listed, as in a manual page. */
  readonly isComplete: boolean;
  /** Whether its options are words behind one dash, as those of find: such a tool combines no letters. */
  readonly hasWords: boolean;
  /** Whether it understands what no list holds. */
  readonly isOpen: boolean;
}

export interface Option {
  /** Whether the next word is its value: "=" always, "?" perhaps. */
  readonly value: "" | "=" | "?";
  /** What it does, in a line of English; "" where that is not known. */
  readonly says: string;
}

/** A tool as its line of tools.txt has it; `scripts/tool-options.mjs` writes it. */
interface Line {
  readonly d?: string;
  /** Groups such as "-a --all|list hidden files too". */
  readonly o?: readonly string[];
  /** By its names, which a blank parts. */
  readonly s?: Readonly<Record<string, Line>>;
  /** c, w and o: isComplete, hasWords, isOpen. */
  readonly m?: string;
}

let lines: Lines | undefined;
const read = new Map<string, Tool | undefined>();

/** What is known of a tool; the file is read when the first is asked for, and of it the lines that are asked for. */
export function toolNamed(name: string): Tool | undefined {
  if (!read.has(name)) {
    lines ??= openLines(__dirname, "tools");
    const line = lines(name);
    read.set(name, line === undefined ? undefined : toolOf(JSON.parse(line) as Line));
  }
  return read.get(name);
}

function toolOf({ d = "", o = [], s = {}, m = "" }: Line): Tool {
  const below = Object.entries(s).flatMap(([names, line]) => {
    const tool = toolOf(line);
    return names.split(" ").map((name) => [name, tool] as const);
  });
  return {
    says: d,
    options: new Map(o.flatMap(optionsIn)),
    subcommands: new Map(below),
    isComplete: m.includes("c"),
    hasWords: m.includes("w"),
    isOpen: m.includes("o"),
  };
}

function optionsIn(group: string): readonly (readonly [string, Option])[] {
  const [names = "", says = ""] = group.split("|");
  return names.split(" ").map((each) => {
    const value = each.endsWith("=") ? "=" : each.endsWith("?") && each !== "-?" ? "?" : "";
    return [value === "" ? each : each.slice(0, -1), { value, says }];
  });
}

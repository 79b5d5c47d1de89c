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

/** Of a large tool a command uses little: what lies below is read when it is asked for. */
function toolOf({ d = "", o = [], s = {}, m = "" }: Line): Tool {
  let options: Tool["options"] | undefined;
  let subcommands: Tool["subcommands"] | undefined;
  return {
    says: d,
    get options() {
      options ??= new Map(o.flatMap(optionsIn));
      return options;
    },
    get subcommands() {
      subcommands ??= new Map(Object.entries(s).flatMap(subcommandsIn));
      return subcommands;
    },
    isComplete: m.includes("c"),
    hasWords: m.includes("w"),
    isOpen: m.includes("o"),
  };
}

function subcommandsIn([names, line]: readonly [string, Line]): readonly (readonly [string, Tool])[] {
  const tool = toolOf(line);
  return names.split(" ").map((name) => [name, tool]);
}

function optionsIn(group: string): readonly (readonly [string, Option])[] {
  const [names = "", says = ""] = group.split("|");
  return names.split(" ").map((each) => {
    const value = each.endsWith("=") ? "=" : each.endsWith("?") && each !== "-?" ? "?" : "";
    return [value === "" ? each : each.slice(0, -1), { value, says }];
  });
}

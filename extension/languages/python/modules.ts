import { type Lines, openLines } from "../line-file";

/** A module of the standard library. */
export interface Module {
  /** Its names; of a function whose keywords are all known, these. */
  readonly names: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** Whether people call something else by its name, as `string`: then only an import tells that it is meant. */
  readonly isAmbiguous: boolean;
}

let lines: Lines | undefined;
const read = new Map<string, Module | undefined>();

/** What a module holds in any supported version; the file is read when the first is asked for. */
export function moduleNamed(name: string): Module | undefined {
  if (!read.has(name)) {
    lines ??= openLines(__dirname, "modules");
    const line = lines(name);
    read.set(name, line === undefined ? undefined : moduleOf(line));
  }
  return read.get(name);
}

/** `isclose(a,b,rel_tol,abs_tol) pi`, as `scripts/python-names.mjs` writes it. */
function moduleOf(line: string): Module {
  const words = line.split(" ").filter((word) => word !== "?");
  const names = words.map((word) => {
    const [name = "", keywords] = word.split(/[()]/);
    return [name, keywords === undefined ? undefined : new Set(keywords.split(",").filter(Boolean))] as const;
  });
  return { names: new Map(names), isAmbiguous: line.startsWith("? ") };
}

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { inflateRawSync } from "node:zlib";

/** Finds what a file says of a name: its line, without the name. */
export type Lines = (name: string) => string | undefined;

/**
 * A file of lines that begin with a name and a tab. Beside the bundle each line is compressed by itself (`build.mjs`); run from
 * source, the text lies in the folder that reads it.
 */
export function openLines(folder: string, file: "tools" | "modules"): Lines {
  const packed = path.join(folder, `${file}.bin`);
  if (existsSync(packed)) return openPacked(readFileSync(packed));
  const text = readFileSync(path.join(folder, `${file}.txt`), "utf8");
  const found = new Map(text.split("\n").map((line) => [line.slice(0, line.indexOf("\t")), line]));
  return (name) => found.get(name)?.slice(name.length + 1);
}

/** A first line says where each name's bytes lie behind it. */
function openPacked(file: Buffer): Lines {
  const from = file.indexOf("\n") + 1;
  const places = new Map(
    Object.entries(JSON.parse(file.toString("utf8", 0, from)) as Record<string, [number, number]>),
  );
  return (name) => {
    const [offset, length] = places.get(name) ?? [0, 0];
    if (length === 0) return undefined;
    return inflateRawSync(file.subarray(from + offset, from + offset + length)).toString("utf8");
  };
}

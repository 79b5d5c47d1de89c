/**
 * Condenses what command-line tools understand into `extension/languages/bash/tools.json`:
 * `node scripts/tool-options.mjs FIG MAN`, where FIG is the `build` folder of `@withfig/autocomplete` and MAN a folder of
 * manual pages (`usr/share/man` of the Debian packages' archives).
 * Of manual pages only the facts are kept, that is the names of options: every one that a page mentions.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { at } from "./lib/paths.mjs";

const [fig, man] = process.argv.slice(2);
if (!fig || !man) {
  process.stderr.write("usage: node scripts/tool-options.mjs FIG MAN\n");
  process.exit(2);
}
/** A completion spec that is larger than this (characters, condensed) is a service's whole interface: left out. */
const LARGEST = 12_000;
/** Larger than that, and used by everybody. */
const ALWAYS = new Set(["git"]);
const DEEPEST = 1;
const OPTION = /(?<![\w./-])--?[A-Za-z0-9?@#][\w-]*(\[?=|\[|(?= [A-Z<[]))?/g;

const list = (value) => (value === undefined ? [] : [value].flat());

/** What a completion spec says; undefined where it leaves that to a program. */
function condensed(spec, depth = 0) {
  const options = list(spec.options).flatMap(({ name, args }) =>
    list(name).map((each) => each.replace(/[= ].*$/, "") + (needsValue(args) ? "=" : "")),
  );
  const isOpen = spec.loadSpec !== undefined || spec.generateSpec !== undefined;
  const subcommands = list(spec.subcommands).flatMap((each) =>
    list(each.name).map((name) => [name, depth < DEEPEST ? condensed(each, depth + 1) : { open: 1 }]),
  );
  return {
    ...(options.length > 0 && { o: options.sort().join(" ") }),
    ...(subcommands.length > 0 && { s: Object.fromEntries(subcommands) }),
    ...(isOpen && { open: 1 }),
  };
}

const needsValue = (args) => args !== undefined && list(args).some(({ isOptional }) => !isOptional);

/** Every option that a manual page mentions; "=" behind those that are shown with a value. */
function mentioned(file) {
  const page = readFileSync(file);
  const source = file.endsWith(".gz") ? gunzipSync(page) : page;
  const text = source
    .toString("latin1")
    .replaceAll(/\\f(?:\(..|\[\w*\]|.)|\\&|\\%|\\\/|\\,|\\:/g, "")
    .replaceAll(/\\(?:-|\(hy|\(mi|\[-\])/g, "-")
    .replaceAll(/\\(?:\(aq|\(dq|[~^|0 ])/g, " ")
    .replaceAll(/\bFl (?=[\w-])/g, " -");
  if (/^\.so /m.test(text)) return mentioned(join(file, "..", "..", `${/^\.so (\S+)/m.exec(text)?.[1]}.gz`));
  // "-B, --block-size=SIZE": the letter takes the value too.
  const letters = [...text.matchAll(/(-\w), +--[\w-]+\[?=/g)].map(([, letter]) => `${letter}=`);
  const found = [...text.matchAll(OPTION)].map(([option]) => option.replace(/(?:\[|\[?=)$/, "="));
  return new Set([...found, ...letters]);
}

const tools = {};
for (const file of readdirSync(fig).filter((name) => name.endsWith(".js"))) {
  const spec = (await import(pathToFileURL(join(fig, file)).href)).default;
  if (typeof spec !== "object" || spec === null) continue;
  const tool = condensed(spec);
  if (JSON.stringify(tool).length > LARGEST && ![spec.name].flat().some((name) => ALWAYS.has(name))) continue;
  for (const name of list(spec.name)) tools[name] = tool;
}
for (const section of ["man1", "man8"]) {
  const folder = join(man, section);
  if (!existsSync(folder)) continue;
  for (const file of readdirSync(folder)) {
    const name = file.replace(/\.\d\w*(\.gz)?$/, "");
    let options;
    try {
      options = mentioned(join(folder, file));
    } catch {
      continue;
    }
    const known = tools[name];
    if (options.size < 2) continue;
    const all = new Set([...(known?.o?.split(" ") ?? []), ...options]);
    const kept = [...all].filter((option) => option.endsWith("=") || !all.has(`${option}=`));
    tools[name] = { ...known, o: kept.sort().join(" ") };
  }
}
const closed = Object.entries(tools)
  .filter(([, tool]) => (tool.o || tool.s) && !tool.open)
  .sort(([a], [b]) => (a < b ? -1 : 1));
const lines = closed.map(([name, tool]) => `  ${JSON.stringify(name)}: ${JSON.stringify(tool)}`);
writeFileSync(at("extension", "languages", "bash", "tools.json"), `{\n${lines.join(",\n")}\n}\n`);
process.stdout.write(`${closed.length} tools\n`);
process.exit(0);

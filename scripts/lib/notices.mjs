/** The third-party notices of the package: the licence of every library that is bundled or copied beside the bundles. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { at, MODULES, ROOT } from "./paths.mjs";
import { ScriptError } from "./process.mjs";

/** The licence files of a package, whatever case they are written in. */
const LEGAL = /^(licen[cs]e|copying|notice|third-?party-?notices?)([-._].*)?$/i;
const RULE = "=".repeat(80);
/** What files of the package were condensed from, and which is not installed here: `scripts/tool-options.mjs`, `scripts/python-names.mjs`. */
export const CONDENSED = [
  { name: "@withfig/autocomplete", version: "2.692.3", license: "MIT" },
  { name: "typeshed", version: "mypy-2.4.1", license: "Apache-2.0" },
];

/**
 * The packages that a bundle was made of.
 * @param {{outputs: Record<string, {inputs: Record<string, {bytesInOutput: number}>}>}} metafile of esbuild
 * @param {(output: string) => boolean} isPackaged tells whether an output is part of the package
 * @returns {Set<string>} folders of packages, relative to the repository
 */
export function bundledPackages(metafile, isPackaged) {
  const outputs = Object.entries(metafile.outputs).filter(([output]) => isPackaged(output));
  const inputs = outputs.flatMap(([, { inputs }]) =>
    Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
  );
  return new Set(inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
}

/**
 * The text of the notices, in the order of the packages' names; those with one text share a part.
 * @param {Iterable<string>} folders of packages, relative to the repository
 * @throws {ScriptError} where a package comes without the text of its licence
 */
export function noticesOf(folders) {
  const titles = new Map();
  for (const { title, text } of [...[...folders].map(noticeOf), ...CONDENSED.map(condensedNotice)].sort((a, b) =>
    a.title < b.title ? -1 : 1,
  ))
    titles.set(text, [...(titles.get(text) ?? []), title]);
  const head = `This package holds the following software of others, each under the licence below its name.\n\n`;
  const parts = [...titles].map(([text, names]) => `${RULE}\n${names.join("\n")}\n${RULE}\n\n${text.trim()}\n`);
  return head + parts.join("\n");
}

function noticeOf(folder) {
  const absolute = join(ROOT, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(absolute, "package.json"), "utf8"));
  const files = readdirSync(absolute).filter((file) => LEGAL.test(file));
  const texts = files.sort().map((file) => readFileSync(join(absolute, file), "utf8").replaceAll("\r\n", "\n").trim());
  const kept = keptNotice(name, version);
  if (texts.length === 0 && kept === undefined)
    throw new ScriptError(`${name} ${version} has no licence text: put its notices into scripts/notices/`);
  const text = [...texts, ...(kept === undefined ? [] : [kept])].join("\n\n");
  return { title: `${name} ${version} (${license ?? "see below"})`, text };
}

function condensedNotice({ name, version, license }) {
  const text = keptNotice(name, version);
  if (text === undefined) throw new ScriptError(`${name} ${version} has no licence text in scripts/notices/`);
  return { title: `${name} ${version} (${license})`, text };
}

/** Notices that a package's own archive lacks: ONNX Runtime's, and those of what is compiled into a file of it. */
function keptNotice(name, version) {
  const known = name.replace(/^onnxruntime-\w+$/, "onnxruntime").replace(/^@(.+)\//, "$1-");
  const file = at("scripts", "notices", `${known}-${version}.txt`);
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

/** The folder of an installed package, relative to the repository. */
export const packageFolder = (name) =>
  join(MODULES, name)
    .slice(ROOT.length + 1)
    .replaceAll("\\", "/");

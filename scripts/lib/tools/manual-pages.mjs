/** The names of options that manual pages mention, and the subcommands that have a page of their own. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { emptyTool } from "./completion-specs.mjs";

const OPTION = /(?<![\w./-])--?[A-Za-z0-9?@#][\w-]*(\[?=|\[|(?= [A-Z<[]))?/g;

/**
 * Adds to each tool what its pages mention; of `git-commit`, to the subcommand `commit` of `git`.
 * @param {Map<string, import("./completion-specs.mjs").Tool>} tools
 * @param {string} folder with `man1` and `man8`
 * @param {(name: string) => boolean} isWanted
 */
export function addManualPages(tools, folder, isWanted) {
  const parted = new Set();
  const files = ["man1", "man8"].map((section) => join(folder, section)).filter(existsSync);
  const pages = files.flatMap((section) => readdirSync(section).map((file) => join(section, file)));
  // Pages of tools stand before those of their subcommands, whose names they begin.
  for (const file of pages.sort((a, b) => nameOf(a).length - nameOf(b).length)) {
    const name = nameOf(file);
    const text = textOf(file);
    if (text === undefined) continue;
    const path = pathOf(name, text, tools);
    if (!isWanted(path[0])) continue;
    const options = mentionedIn(text);
    if (path.length === 1 && options.size < 2) continue;
    const tool = path.slice(1).reduce((level, each) => levelBelow(level.subcommands, each), levelBelow(tools, path[0]));
    tool.isComplete = true;
    if (path.length > 1) parted.add(path[0]);
    for (const [option, value] of options) {
      const known = tool.options.get(option);
      tool.options.set(option, { value: known?.value || value, says: known?.says ?? "" });
    }
  }
  // Where subcommands have no pages of their own, the tool's speaks of theirs.
  for (const [name, tool] of tools) if (tool.isComplete && !parted.has(name)) completeBelow(tool);
}

function completeBelow(tool) {
  tool.isComplete = true;
  for (const each of tool.subcommands.values()) completeBelow(each);
}

const nameOf = (file) => file.replace(/^.*[\\/]/, "").replace(/\.\d\w*(\.gz)?$/, "");

function levelBelow(levels, name) {
  const level = levels.get(name) ?? emptyTool();
  levels.set(name, level);
  return level;
}

/** `git-commit` is `git commit` where its page writes it so. */
function pathOf(name, text, tools) {
  for (let at = name.indexOf("-"); at > 0; at = name.indexOf("-", at + 1)) {
    const tool = name.slice(0, at);
    const rest = name.slice(at + 1);
    if (!tools.has(tool) || rest === "") continue;
    if (new RegExp(`(?<![\\w-])${tool} ${escaped(rest)}(?![\\w-])`).test(text)) return [tool, rest];
    if (new RegExp(`(?<![\\w-])${tool} ${escaped(rest.replace("-", " "))}(?![\\w-])`).test(text))
      return [tool, ...rest.split(/-(.*)/).filter((each) => each !== "")];
  }
  return [name];
}

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A page without the marks of its typesetting; undefined where it only points to one that is missing. */
function textOf(file) {
  if (!existsSync(file)) return undefined;
  const page = readFileSync(file);
  const text = (file.endsWith(".gz") ? gunzipSync(page) : page)
    .toString("latin1")
    .replaceAll(/\\f(?:\(..|\[\w*\]|.)|\\&|\\%|\\\/|\\,|\\:|\\\^|\\\|/g, "")
    .replaceAll(/\\(?:-|\(hy|\(mi|\[-\])/g, "-")
    .replaceAll(/\\(?:\(aq|\(dq|[~0 ])/g, " ")
    .replaceAll(/\bFl (?=[\w-])/g, " -");
  const [, other] = /^\.so (\S+)/m.exec(text) ?? [];
  return other === undefined ? text : textOf(join(file, "..", "..", `${other}.gz`));
}

/** Every option that a page mentions; "=" for those that are shown with a value. */
function mentionedIn(text) {
  const options = new Map();
  for (const [option] of text.matchAll(OPTION)) {
    const name = option.replace(/\[?=$|\[$/, "");
    options.set(name, options.get(name) || (option === name ? "" : "="));
  }
  // "-B, --block-size=SIZE": the letter takes the value too.
  for (const [, letter] of text.matchAll(/(-\w), +--[\w-]+\[?=/g)) options.set(letter, "=");
  return options;
}

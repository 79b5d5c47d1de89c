/** What the completion specs of `@withfig/autocomplete` say of tools, as a tree: options, subcommands, and how open each is. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Levels of subcommands below a tool that are kept. */
const DEEPEST = 2;
/** How many options and subcommands a tool may have, and one that is used as often as this. */
const [MOST, OFTEN, MOST_OF_OFTEN] = [600, 100, 3000];

const list = (value) => (value === undefined || value === null ? [] : [value].flat());

/**
 * @typedef {object} Tool
 * @property {Map<string, {value: "" | "=" | "?", says: string}>} options by name; "=" where a value follows, "?" where one may
 * @property {Map<string, Tool>} subcommands by name
 * @property {string} says what it is for
 * @property {boolean} isComplete whether all of its options are listed: specs miss some, manual pages do not
 * @property {boolean} isOpen whether it understands what no list holds
 */

/** @returns {Tool} */
export const emptyTool = (says = "") => ({
  ...{ options: new Map(), subcommands: new Map() },
  ...{ says, isComplete: false, isOpen: false },
});

/**
 * @param {string} folder of the compiled specs
 * @param {(name: string) => number} usesOf how many commands use a tool; one without any is left out
 * @returns {Promise<Map<string, Tool>>}
 */
export async function completionSpecs(folder, usesOf) {
  const tools = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    const spec = await specIn(join(folder, file));
    const names = list(spec?.name).filter((name) => usesOf(name) > 0);
    if (names.length === 0) continue;
    const tool = await shallow(spec, folder, Math.max(...names.map(usesOf)) < OFTEN ? MOST : MOST_OF_OFTEN);
    for (const name of names) tools.set(name, tool);
  }
  return tools;
}

async function specIn(file) {
  if (!existsSync(file)) return undefined;
  const spec = (await import(pathToFileURL(file).href)).default;
  return typeof spec === "object" && spec !== null ? spec : undefined;
}

/** A tool as deep as its size allows: the whole interface of a service changes by the week. */
async function shallow(spec, folder, most) {
  for (let deepest = DEEPEST; ; deepest--) {
    const tool = await condensed(spec, folder, deepest);
    if (deepest === 0 || sizeOf(tool) <= most) return tool;
  }
}

const sizeOf = ({ options, subcommands }) =>
  options.size + [...new Set(subcommands.values())].reduce((sum, each) => sum + 1 + sizeOf(each), 0);

/** @param {number} below how many levels are kept below this one; what lies deeper is open */
async function condensed(spec, folder, below) {
  const loaded = typeof spec.loadSpec === "string" ? await specIn(join(folder, `${spec.loadSpec}.js`)) : undefined;
  const whole = { ...spec, ...loaded };
  const subcommands = [...list(spec.subcommands), ...list(loaded?.subcommands)];
  const tool = emptyTool(sentence(spec.description ?? whole.description));
  tool.isOpen = spec.loadSpec !== undefined && loaded === undefined;
  for (const { name, args, description } of [...list(spec.options), ...list(loaded?.options)]) {
    for (const each of list(name))
      tool.options.set(each.replace(/[= ].*$/, ""), { value: followedBy(args), says: sentence(description) });
  }
  for (const each of subcommands) {
    const inner = below > 0 ? await condensed(each, folder, below - 1) : { ...emptyTool(), isOpen: true };
    for (const name of list(each.name)) tool.subcommands.set(name, inner);
  }
  return tool;
}

function followedBy(args) {
  const all = list(args);
  if (all.length === 0) return "";
  return all.every(({ isOptional }) => isOptional) ? "?" : "=";
}

const MOST_CHARACTERS = 76;

/** The first sentence, on one line, cut at a word where it is long. */
export function sentence(text) {
  if (typeof text !== "string") return "";
  const [first = ""] = text
    .replaceAll(/[\s|]+/g, " ")
    .replaceAll(/[^ -~]+/g, "")
    .trim()
    .replace(/^\([^)]*\) */, "")
    .split(/(?<=[a-z)\]`'"]{2})[.;:](?: |$)/);
  const plain = first.replace(/\.$/, "");
  if (plain.length <= MOST_CHARACTERS) return plain;
  return `${plain.slice(0, MOST_CHARACTERS - 1).replace(/[\s,(]+\S*$/, "")} ...`;
}

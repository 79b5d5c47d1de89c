/** The one line that a tool has in tools.txt; `extension/languages/bash/tools.ts` reads it. */

/**
 * A name, a tab, and JSON: options grouped by what is said of them ("-a --all|list hidden files too"), subcommands, and
 * marks for what else may follow.
 * @param {string} name
 * @param {import("./completion-specs.mjs").Tool} tool
 * @returns {string | undefined} undefined where nothing is known that could be missed or explained
 */
export function toLine(name, tool) {
  if (tool.options.size === 0 && tool.subcommands.size === 0 && tool.says === "") return undefined;
  return `${name}\t${JSON.stringify(dense(tool))}`;
}

/** Whether a tool's options are words behind one dash, as those of find. */
function hasWords(options) {
  const words = options.filter((option) => /^-[A-Za-z][\w-]{2,}$/.test(option)).length;
  const others = [/^--\w/, /^-\w$/].map((kind) => options.filter((option) => kind.test(option)).length);
  return words > Math.max(MOST_STRAY, ...others);
}

/** Whether a page only mentions letters that are options of their own together, such as `-cvf`. */
const isCombined = (name, options) =>
  /^-[A-Za-z]{2,}$/.test(name) && [...name.slice(1)].every((letter) => options.has(`-${letter}`));

/** A page of a tool without such options may speak of some other tool's. */
const MOST_STRAY = 5;

/** @param {ReadonlyMap<string, {value: string}>} above options of the levels above, which count here too */
function dense({ options, subcommands, says, isComplete, isOpen }, above = new Map()) {
  const groups = new Map();
  const words = hasWords([...options.keys()]);
  for (const [name, { value, says: text }] of options)
    if ((words || text !== "" || !isCombined(name, options)) && above.get(name)?.value !== value)
      groups.set(text, [...(groups.get(text) ?? []), `${name}${value}`]);
  const lines = [...groups].map(([text, names]) => names.sort().join(" ") + (text === "" ? "" : `|${text}`));
  const below = new Map();
  const all = new Map([...above, ...options]);
  for (const [each, tool] of subcommands) below.set(tool, [...(below.get(tool) ?? []), each]);
  const marks = (isComplete ? "c" : "") + (words ? "w" : "") + (isOpen ? "o" : "");
  return {
    ...(says !== "" && { d: says }),
    ...(lines.length > 0 && { o: lines.sort() }),
    ...(below.size > 0 && {
      s: Object.fromEntries([...below].map(([tool, names]) => [names.join(" "), dense(tool, all)])),
    }),
    ...(marks !== "" && { m: marks }),
  };
}

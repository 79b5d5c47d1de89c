/**
 * Condenses what command-line tools understand into `extension/languages/bash/tools.txt`:
 * `node scripts/tool-options.mjs SPECS MAN COMMANDS`, where SPECS is the `build` folder of the npm package
 * `@withfig/autocomplete`, MAN a folder of manual pages (`usr/share/man` of the Debian packages' archives) and COMMANDS
 * JSON lines whose `code` is Bash: a tool that occurs in none of them is left out.
 * Of manual pages only the facts are kept, that is the names of options; what explains them is the specs' or our own.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { at } from "./lib/paths.mjs";
import { main, ScriptError } from "./lib/process.mjs";
import { completionSpecs } from "./lib/tools/completion-specs.mjs";
import { addManualPages } from "./lib/tools/manual-pages.mjs";
import { addOwn } from "./lib/tools/own.mjs";
import { toLine } from "./lib/tools/to-line.mjs";

const COMMAND = /(?<=^|[|;&\n(`]\s*|\b(?:sudo|xargs(?: -\S+)*|-exec|do|then|command) )[a-zA-Z][\w.+-]*/g;

await main(async () => {
  const [specs, man, commands] = process.argv.slice(2);
  if (!specs || !man || !commands) throw new ScriptError("usage: node scripts/tool-options.mjs SPECS MAN COMMANDS");
  const uses = usesIn(readFileSync(commands, "utf8"));
  const usesOf = (name) => (uses.get(name) ?? 0) - 1;
  const tools = await completionSpecs(specs, usesOf);
  addManualPages(tools, man, (name) => usesOf(name) > 0);
  addOwn(tools);
  const lines = [...tools.keys()].sort().flatMap((name) => toLine(name, tools.get(name)) ?? []);
  writeFileSync(at("extension", "languages", "bash", "tools.txt"), `${lines.join("\n")}\n`);
  process.stdout.write(`${lines.length} tools, ${lines.join("\n").length} characters\n`);
  // Some specs leave timers behind.
  process.exit(0);
});

/** In how many lines a word stands where a command does. */
function usesIn(lines) {
  const uses = new Map();
  for (const line of lines.split("\n").filter((each) => each !== "")) {
    for (const name of new Set(JSON.parse(line).code.match(COMMAND) ?? [])) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return uses;
}

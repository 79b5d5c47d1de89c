import type { Explained } from "../language";
import type { Parse } from "../syntax";
import { commandsOf } from "./commands";
import { readCommand } from "./read-command";

/** What the tools, subcommands and options in Bash do, as far as it is known, each once and in their order. */
export function explainBash(parse: Parse, code: string): readonly Explained[] {
  const explained = new Map<string, Explained>();
  for (const { owner, name, text, says } of commandsOf(parse, parse(code)).flatMap(readCommand)) {
    const key = `${owner} ${name}`;
    if (says !== "" && !explained.has(key)) explained.set(key, { text, says });
  }
  return [...explained.values()];
}

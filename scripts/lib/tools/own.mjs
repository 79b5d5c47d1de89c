/** What we say ourselves of options that the specs do not explain. */
import { readFileSync } from "node:fs";
import { at } from "../paths.mjs";
import { emptyTool } from "./completion-specs.mjs";

/** @param {Map<string, import("./completion-specs.mjs").Tool>} tools */
export function addOwn(tools) {
  const own = JSON.parse(readFileSync(at("scripts", "lib", "tools", "own.json"), "utf8"));
  for (const [name, { says, isOpen, ...options }] of Object.entries(own)) {
    const tool = tools.get(name) ?? emptyTool();
    tools.set(name, tool);
    if (says !== undefined) tool.says = says;
    tool.isOpen ||= isOpen ?? false;
    for (const [key, text] of Object.entries(options)) {
      for (const option of key.split(" ")) {
        const [, plain, value] = /^(.*?)([=?]?)$/.exec(option);
        tool.options.set(plain, { value: value || tool.options.get(plain)?.value || "", says: capital(text) });
      }
    }
  }
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

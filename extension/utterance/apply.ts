import { type Message, say } from "../errors";
import { columnChar, literalChar, readSlotChar, type Slot } from "../model";
import type { LanguageId } from "../schema";

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * Code with every slot's literal replaced by its slot character, longest literal first.
 * A literal is replaced only where it stands alone: not inside a longer word or number.
 * @param columns number of table columns whose references `c[i]` become column slots
 */
export function applySlots(code: string, slots: readonly Slot[], columns: number): string {
  let slotted = code;
  for (const slot of [...slots].sort((a, b) => b.value.length - a.value.length)) {
    // what has no letter or digit, as /, would be found inside of anything
    const bare = !/\w/.test(slot.value);
    const before = bare || /^\w/.test(slot.value) ? "(?<![\\w])" : "";
    const after = bare || /\w$/.test(slot.value) ? "(?![\\w]|\\.\\d)" : "";
    slotted = slotted.replace(new RegExp(before + escapeRegExp(slot.value) + after, "g"), literalChar(slot.index));
  }
  return slotted.replace(/c\[(\d)\]/g, (text, digits: string) => {
    const index = Number(digits);
    return index < columns ? columnChar(index) : text;
  });
}

/**
 * Slotted code with the literals put back.
 * @param quote the language's quoting; returns undefined where a literal cannot be put safely
 * @returns the code, or the reason why it cannot be restored
 */
export function restoreSlots(
  slotted: string,
  slots: readonly Slot[],
  columns: number,
  quote: (literal: string, before: string) => string | undefined,
): { code: string } | { reason: Message } {
  const glued = slots.find((slot) => isGlued(slotted, slot));
  if (glued) return { reason: say`"${glued.value}" would run into what stands behind it` };
  let code = "";
  for (const char of slotted) {
    const slot = readSlotChar(char);
    if (!slot) {
      code += char;
      continue;
    }
    if (slot.kind === "column") {
      if (slot.index >= columns) return { reason: say`names column ${slot.index}, which the table does not have` };
      code += `c[${slot.index}]`;
      continue;
    }
    const literal = slots[slot.index];
    if (!literal) return { reason: say`uses a literal that the utterance does not have` };
    const quoted = quote(literal.value, code);
    if (quoted === undefined) return { reason: say`"${literal.value}" cannot be quoted safely here` };
    code += quoted;
  }
  return { code };
}

/** Whether a path or a number is followed at once by what would become a part of it. */
function isGlued(slotted: string, { index, value }: Slot): boolean {
  const isPath = /[/~].*\w$/.test(value);
  if (!isPath && !/^[\d.]*\d$/.test(value)) return false;
  const after = isPath ? /\w/ : /\d/;
  return slotted
    .split(literalChar(index))
    .slice(1)
    .some((rest) => after.test(rest.charAt(0)));
}

/** An escaped character, or a string in single quotes and what stands right before it. */
const SINGLE_QUOTED = {
  python: /\\.|([\w$]?)'((?:[^'\\\n]|\\.)*)'/g,
  bash: /\\.|([\w$]?)'([^'\n]*)'/g,
};
/** Characters that mean something else in the other kind of quotes. */
const SPECIAL = /[\\$`!]/;

/**
 * Code in one quote style where that does not change its meaning, so that the model need not choose.
 * Only strings without escapes, expansions or other quotes are touched, and nothing where both styles are mixed.
 */
export function canonicalQuotes(code: string, language: LanguageId): string {
  if (language === "cf" || code.includes('"')) return code;
  return code.replace(SINGLE_QUOTED[language], (found: string, before?: string, text?: string) =>
    before !== "" || text === undefined || SPECIAL.test(text) ? found : `"${text}"`,
  );
}

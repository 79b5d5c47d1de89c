import { loadGrammar, type SyntaxTree } from "../../../extension/languages/syntax";
import { readSlotChar } from "../../../extension/model";
import type { LanguageId } from "../../../extension/schema";

/** Where identifiers and keywords stand in slotted code: UTF-16 spans [start, end). */
export type NameFinder = (slotted: string, language: LanguageId) => readonly (readonly [number, number])[];

/** Leaves whose text is a word: identifiers, commands, flags, keywords; strings, numbers and comments are none. */
const WORD = /^(?:[\p{L}_][\p{L}\p{N}_.-]*|--?[\p{L}][\p{L}\p{N}-]*)$/u;
const TEXTUAL = /string|comment|heredoc|escape/;
/** In a CF rule everything that is followed by a bracket is a predicate or a connective. */
const CF_NAME = /[A-Za-z]+(?=\()/g;

/** A finder with both grammars loaded. */
export async function nameFinder(): Promise<NameFinder> {
  const parse = { python: await loadGrammar("python"), bash: await loadGrammar("bash") };
  return (slotted, language) => {
    if (language === "cf") return [...slotted.matchAll(CF_NAME)].map((m) => [m.index, m.index + m[0].length]);
    // a slot is read as a name of the same length; what stands in its place is never reported
    const plain = [...slotted].map((char) => (readSlotChar(char) ? "_" : char)).join("");
    return wordLeaves(parse[language](plain)).filter(([start, end]) => !holdsSlot(slotted.slice(start, end)));
  };
}

const holdsSlot = (text: string): boolean => [...text].some((char) => readSlotChar(char) !== undefined);

function wordLeaves({ nodes }: SyntaxTree): (readonly [number, number])[] {
  return nodes.flatMap(({ children, type, parent, text, start, end }) =>
    children.length === 0 && WORD.test(text) && !TEXTUAL.test(`${type} ${parent?.type ?? ""}`)
      ? [[start, end] as const]
      : [],
  );
}

import type { Language } from "../languages";
import { LITERAL_PATTERN, literalChar, readSlotChar, type Slot } from "../model";
import type { LanguageId } from "../schema";
import {
  applySlots,
  findSlots,
  type Literal,
  literalsIn,
  literalsOf,
  matched,
  spokenPlace,
  withPlace,
} from "../utterance";
import type { MemoryExample, Recalled } from "./example";

/**
 * In Python, what is left of an example's vote for each of its literals whose place another kind takes (a file that of a text), and
 * for each that finds none and stays; chosen on validation rows and development cases, which nothing of the kind moved in Bash.
 */
const [MISFIT, LEFTOVER] = [0.1, 0.3];

/** A slot with the stars, dots and quotes around it. */
const QUOTED_SLOT = new RegExp(`(\\*?\\.?)("?)(${LITERAL_PATTERN})("?)`, "g");

/** What stands for a place that the utterance does not name: where one is. */
const HERE: Partial<Record<LanguageId, string>> = { bash: "." };

/** Whether Python spells a literal of this kind as a string. */
const isString = ({ kind, code }: Literal): boolean => !code && kind !== "number" && kind !== "name";

/**
 * An example's code with another utterance's slots in place of its own: each literal that its code uses becomes the
 * first of the same kind that is left. What finds none keeps the example's literal; a place in Bash becomes the folder one is in,
 * named by the example or not, and where the example stays in that folder, the place that the utterance names takes its stead.
 * In Python a string takes its quotes with it, and leaves them behind where a name takes its place.
 * @param slots literals of `utterance`
 * @returns the code, and what is left of the example's vote, in (0, 1]
 */
export function alignSlots(
  example: MemoryExample,
  utterance: string,
  slots: readonly Slot[],
): { readonly slotted: string; readonly fit: number } {
  const { language } = example;
  const ownSlots = findSlots(example.utterance, language);
  const named = literalsOf(ownSlots, example.utterance);
  const code = withoutSplinters(applySlots(example.code, ownSlots, 0), named);
  const own = literalsIn(code, named);
  // what both utterances name and the example's code does without is no news
  const implied = new Set(named.flatMap(({ slot }) => (own.some((each) => each.slot === slot) ? [] : [slot.value])));
  const others = literalsOf(slots, utterance).filter(({ slot }) => !implied.has(slot.value));
  const taken = matched(own, others);
  const fit = language === "python" ? fitOf(own, taken, utterance) : 1;
  const spelled = new Map(
    own.map((literal) => [literalChar(literal.slot.index), spell(literal, taken.get(literal), language)]),
  );
  const filled = code.replace(QUOTED_SLOT, (found, glob: string, open: string, char: string, close) => {
    const spelling = spelled.get(char);
    if (spelling === undefined) return found;
    if (open !== "" && close !== "" && spelling.whole !== undefined) return `${glob}${spelling.whole}`;
    if (language !== "bash") return `${glob}${open}${spelling.part}${close}`;
    return open === ""
      ? `${spelling.lead(glob)}${spelling.part}${close}`
      : `${glob}${open}${spelling.lead("")}${spelling.part}${close}`;
  });
  if (language !== "bash") return { slotted: filled, fit };
  if (own.some(({ kind }) => kind === "path")) return { slotted: withPlace(filled, utterance, undefined), fit };
  const used = new Set(taken.values());
  const given = others.find((each) => each.kind === "path" && !used.has(each));
  const place = given ? literalChar(given.slot.index) : spokenPlace(utterance);
  return { slotted: withPlace(filled, utterance, place), fit };
}

/** How well an example's literals fit: a name may be that of anything, and what the utterance says too is its own. */
function fitOf(own: readonly Literal[], taken: ReadonlyMap<Literal, Literal>, utterance: string): number {
  const misfits = [...taken].filter(([each, other]) => each.kind !== "name" && familyOf(each) !== familyOf(other));
  const leftovers = own.filter(
    (each) => !taken.has(each) && each.kind !== "path" && !utterance.includes(each.slot.value),
  );
  return MISFIT ** misfits.length * LEFTOVER ** leftovers.length;
}

/** Kinds that may stand for each other. */
function familyOf({ kind }: Literal): "number" | "word" | "file" {
  if (kind === "number") return "number";
  return kind === "name" || kind === "text" ? "word" : "file";
}

/** The code with the signs put back that stand inside of words, where the example names one, as / is named and /dev/null used. */
function withoutSplinters(code: string, named: readonly Literal[]): string {
  return named.reduce((text, { slot: { index, value } }) => {
    const char = literalChar(index);
    return /\w/.test(value) ? text : text.replace(new RegExp(`(?<=\\w)${char}|${char}(?=\\w)`, "g"), () => value);
  }, code);
}

/** How a literal's place is filled. */
interface Spelling {
  /** Where it is part of something. */
  readonly part: string;
  /** Where it is a whole string, if otherwise than in quotes. */
  readonly whole?: string;
  /** What stands before it instead of the stars and dots that stand there. */
  lead(glob: string): string;
}

const asItStands = (glob: string): string => glob;

function spell(own: Literal, other: Literal | undefined, language: LanguageId): Spelling {
  const place = own.kind === "path" ? HERE[language] : undefined;
  if (other === undefined) return { part: place ?? own.slot.value, lead: asItStands };
  const char = literalChar(other.slot.index);
  if (language !== "python") return { part: char, lead: (glob) => leadOf(glob, own, other) };
  if (isString(own) && other.code && other.kind === "name") return { part: char, whole: char, lead: asItStands };
  if (!isString(own) && isString(other)) return { part: `"${char}"`, whole: `"${char}"`, lead: asItStands };
  return { part: char, lead: asItStands };
}

/** What stands before `other` where `glob` stood before `own`: what makes a pattern of it, if one was or many files are meant. */
function leadOf(glob: string, own: Literal, other: Literal): string {
  if (isSuffix(glob + own.slot.value)) return suffixLead(other.slot.value);
  const wereFiles = own.kind === "file" || own.kind === "pattern";
  return glob === "" && wereFiles && other.kind === "suffix" ? suffixLead(other.slot.value) : glob;
}

/** Whether a pattern asks for a file name's suffix. */
const isSuffix = (pattern: string): boolean => /^\*\.\w+$/.test(pattern);

/** What makes a pattern of a suffix, however it is spelled: `log`, `.log` or `*.log`; nothing before a whole name. */
function suffixLead(value: string): string {
  if (/^\w+$/.test(value)) return "*.";
  return /^\.\w+$/.test(value) ? "*" : "";
}

/**
 * Examples with the user's names in place of their authors' own: a name that nothing in the code binds is somebody's. Where as
 * many of an example are nobody's as the utterance names and the example does without, or but one, they take each other's places.
 * @param names in scope, or marked as code in the utterance
 * @param parameters of the function that the code will stand in: where the utterance names nothing, a single one is meant
 */
export function withNamesInScope(
  recalled: readonly Recalled[],
  slots: readonly Slot[],
  names: ReadonlySet<string>,
  language: Language,
  parameters: readonly string[] = [],
): Recalled[] {
  const named = slots.filter(({ value }) => names.has(value));
  const [given, ...others] = parameters;
  const only = named.length === 0 && others.length === 0 ? given : undefined;
  if ((named.length === 0 && only === undefined) || language.freeNames === undefined) return [...recalled];
  return recalled.map((each) => {
    const { slotted } = each.example;
    const unused = named.filter(({ index }) => !slotted.includes(literalChar(index)));
    // a slot is read as a name that everybody may use
    const plain = [...slotted].map((char) => (readSlotChar(char) ? "_" : char)).join("");
    const strange = (language.freeNames?.(plain) ?? []).filter((name) => name !== "_");
    if (only !== undefined && strange.length === 1)
      return { ...each, example: { ...each.example, slotted: renamed(slotted, strange[0] ?? only, only) } };
    if (unused.length === 0 || (strange.length !== unused.length && strange.length !== 1)) return each;
    const filled = strange.reduce((code, name, at) => {
      const slot = unused[at];
      return slot ? renamed(code, name, literalChar(slot.index)) : code;
    }, slotted);
    return { ...each, example: { ...each.example, slotted: filled } };
  });
}

/** Code with another name, but for what follows a dot and what stands in quotes by itself. */
const renamed = (code: string, name: string, by: string): string =>
  code.replace(new RegExp(`(?<![\\w."'])${name}(?![\\w"'])`, "g"), by);

/**
 * How long one call holds up the extension host at worst: `npm run bench:adversarial` prints, for everything that reads
 * somebody's text on the event loop (or for those whose name holds the argument), the slowest call over texts that patterns dislike, and how it grows with their length.
 * Ends with exit code 1 where a call takes longer than 50 ms.
 */
import { existingCode, findAllPromptComments, findPromptComment } from "../../extension/editor/ask/prompt-comment";
import { difference } from "../../extension/editor/offer/difference";
import { markdownCode, markdownText, sentence } from "../../extension/editor/shell/text";
import { type Language, loadLanguage } from "../../extension/languages";
import { problemsOfRule, rulesIn, tableNamedIn } from "../../extension/languages/cf";
import { LANGUAGE_IDS, type LanguageId } from "../../extension/schema";
import {
  applySlots,
  canonicalQuotes,
  findSlots,
  literalsOf,
  restoreSlots,
  termCounts,
} from "../../extension/utterance";

/** No call may take longer; ms. */
const MOST_MS = 50;
/** Calls of which the fastest counts, in time of the processor: what else the machine does is not ours. */
const CALLS = 3;

/** Pieces that a text is made of by repetition: what makes a pattern start anew, or look back, or look ahead, again and again. */
const PIECES = [
  ...[
    "a",
    " ",
    "a ",
    "1",
    "1.",
    "1,",
    "/",
    "/a",
    "a/",
    "./",
    "~/",
    "*",
    "*.",
    ".a",
    "a.",
    "_",
    "a_",
    "-",
    "@",
    "a@",
    "a@b.",
  ],
  ...[
    '"',
    "'",
    "`",
    "“",
    "‘",
    "a'b",
    "'a",
    '"a ',
    "\\",
    "\\'",
    "$",
    "${",
    "$(",
    "`a",
    "(",
    "((",
    ")",
    "[",
    "{",
    "c[1]",
    "#",
  ],
  ...[
    "files/",
    "files ",
    "in ",
    "column A ",
    "A",
    "AA ",
    "A1",
    "named ",
    "named a ",
    "equals the text ",
    "has A ",
    "Ab ",
  ],
  ...["http://", "http://a", "1/1/", "2020-", ".log or ", ".a, ", "*.a or ", "to a ", "\u2028", "\ue000", "é", "😀"],
  ...[
    "AND(",
    "GreaterThan(",
    "AND(Blanks(),",
    "OR(a,",
    "\n",
    "\r\n",
    "# ",
    "# a\n",
    "\n ",
    "(\n",
    "x\n (\n",
    "Blanks()\n",
  ],
  ...[
    '"""',
    "'''\n",
    "<<A\n",
    "<<A\nA\n",
    "x\n\n ",
    "if x:\n",
    "  y\n\n",
    "# table: a",
    "#\n",
    "|",
    "a|",
    ";;",
    "&&",
    "<<<",
  ],
];

/** What the repetition follows: a pattern that has begun to match looks further. */
const HEADS = ["", "/", "a/", "'", '"', "$", "in ", "# "];

const repeated = (head: string, piece: string, length: number): string =>
  head + piece.repeat(Math.ceil(length / piece.length)).slice(0, length - head.length);

interface Subject {
  readonly what: string;
  /** Characters of the longest text that reaches it. */
  readonly length: number;
  readonly call: (text: string) => unknown;
  /** What may stand before the repetition; nothing when absent. */
  readonly heads?: readonly string[];
}

/** As long as a request may be, as a selection, as what a canvas can spell, as a large file of rules, as a large source file. */
const LENGTHS = { utterance: 2000, selection: 2000, candidate: 20_000, rules: 100_000, source: 300_000 };
const PYTHON = { hashStartsWord: false, docstrings: true };
const SHELL = { hashStartsWord: true, docstrings: false };

function ofUtterances(id: LanguageId): Subject[] {
  const length = LENGTHS.utterance;
  const subjects = [
    { what: `slots of an utterance (${id})`, length, call: (text: string) => findSlots(text, id, ["a", "named"]) },
    { what: `kinds of its literals (${id})`, length, call: (text: string) => literalsOf(findSlots(text, id), text) },
    { what: `slots put back (${id})`, length, call: (text: string) => applied(text, id) },
  ];
  return subjects.map((subject) => ({ ...subject, heads: HEADS }));
}

function applied(text: string, id: LanguageId): unknown {
  const slots = findSlots(text, id);
  return restoreSlots(applySlots(text, slots, 10), slots, 10, (literal) => literal);
}

function ofCode(language: Language): Subject[] {
  const { id } = language;
  const [length, { candidate }] = [LENGTHS.selection, LENGTHS];
  return [
    { what: `validity (${id})`, length, call: (text) => language.validate(text) },
    { what: `formatting (${id})`, length, call: (text) => language.format(text) },
    { what: `comparison (${id})`, length, call: (text) => language.normalise(text) },
    { what: `template (${id})`, length, call: (text) => language.template(text) },
    { what: `cautions (${id})`, length, call: (text) => language.cautions?.(text) },
    { what: `names (${id})`, length, call: (text) => [language.names?.(text), language.freeNames?.(text)] },
    { what: `the function around (${id})`, length: candidate, call: (text) => language.enclosing?.(text) },
    { what: `quoting a literal (${id})`, length: LENGTHS.utterance, call: (text) => language.quote(text, "echo ") },
    { what: `quoting behind code (${id})`, length, call: (text) => language.quote("a b", text) },
    { what: `one quote style (${id})`, length, call: (text) => canonicalQuotes(text, id) },
  ];
}

function ofFiles(): Subject[] {
  const { rules, source } = LENGTHS;
  const lines = (call: (lines: readonly string[]) => unknown) => (text: string) => call(text.split("\n"));
  const asks = (syntax: typeof PYTHON, name: string): Subject[] => [
    {
      what: `every prompt comment of a file (${name})`,
      length: source,
      call: lines((all) => findAllPromptComments(all, syntax)),
    },
    {
      what: `the prompt comment at the cursor, and code below (${name})`,
      length: source,
      call: lines((all) => {
        const ask = ["# sort", ...all];
        return existingCode(ask, findPromptComment(ask, 0, syntax), syntax);
      }),
    },
  ];
  return [
    { what: "rules of a .cfrule file", length: rules, call: (text) => rulesIn(text) },
    {
      what: "problems of one rule",
      length: 8192,
      call: (text) => problemsOfRule({ start: 0, end: text.length, code: text }),
    },
    { what: "the table that a file names", length: rules, call: (text) => tableNamedIn(text) },
    ...asks(PYTHON, "Python"),
    ...asks(SHELL, "Bash"),
  ];
}

function ofTexts(): Subject[] {
  const { utterance, candidate } = LENGTHS;
  return [
    { what: "terms of an utterance", length: utterance, call: (text) => termCounts(text) },
    { what: "how candidates differ", length: candidate, call: (text) => difference(text, `${text.slice(1)}b`) },
    {
      what: "text as Markdown",
      length: candidate,
      call: (text) => [markdownText(text), markdownCode(text, "bash"), sentence(text)],
    },
  ];
}

function attempt(call: Subject["call"], text: string): void {
  try {
    call(text);
  } catch (error) {
    // What is refused in words is answered too.
    if (!(error instanceof Error) || error instanceof RangeError) throw error;
  }
}

function timed({ call }: Subject, text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < CALLS && best >= 1; i++) {
    // a tree that is remembered would be the last call's
    attempt(call, "x");
    const start = process.cpuUsage();
    attempt(call, text);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

async function main(): Promise<number> {
  const wanted = process.argv[2] ?? "";
  const languages = await Promise.all(LANGUAGE_IDS.map(loadLanguage));
  const subjects = [...ofTexts(), ...LANGUAGE_IDS.flatMap(ofUtterances), ...languages.flatMap(ofCode), ...ofFiles()];
  console.log(`ms    growth  longest text  what (the text is made of)`);
  let tooSlow = 0;
  for (const subject of subjects.filter(({ what }) => what.includes(wanted))) {
    const { what, length, heads = [""] } = subject;
    let [worst, head, of] = [0, "", ""];
    for (const piece of PIECES)
      for (const before of heads) {
        const ms = timed(subject, repeated(before, piece, length));
        if (ms > worst) [worst, head, of] = [ms, before, piece];
      }
    // Twice as long, 2 where the work grows with the text, 4 where it grows with its square.
    const growth = worst < 1 ? "" : `×${(worst / timed(subject, repeated(head, of, length / 2))).toFixed(1)}`;
    console.log(
      `${worst.toFixed(1).padStart(5)} ${growth.padStart(7)} ${String(length).padStart(10)}    ${what} (${JSON.stringify(head + of)})`,
    );
    if (worst > MOST_MS) tooSlow++;
  }
  console.log(
    tooSlow === 0 ? `No call took longer than ${MOST_MS} ms` : `${tooSlow} calls took longer than ${MOST_MS} ms`,
  );
  return tooSlow === 0 ? 0 : 1;
}

main().then((code) => {
  process.exitCode = code;
});

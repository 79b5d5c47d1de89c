import { basename, dirname, join } from "node:path";
import { Random } from "../../../extension/diffusion";
import { CodeFusionError } from "../../../extension/errors";
import { type LanguageId, languageIdSchema } from "../../../extension/schema";
import { programsOf, textOf } from "./idioms";
import type { PairRow } from "./rows";

const START = "task";
const REFERENCE = /<([a-z][a-z0-9_]*(?::\d)?)>/g;
/** Nonterminals inside each other; a grammar that goes deeper runs in a circle. */
const DEEPEST = 30;
/** Draws for every pair that is wanted: a small grammar repeats itself. */
const PATIENCE = 20;

/** Whether a row was drawn from a grammar. */
export const isGenerated = ({ src }: Pick<PairRow, "src">): boolean => src.startsWith("grammar:");

/** One production of a synchronous grammar: ways to say it, and programs that do it, over shared nonterminals. */
interface Production {
  readonly wordings: readonly string[];
  readonly programs: readonly string[];
  readonly weight: number;
}

/** A synchronous context-free grammar: what every nonterminal may become, in English and in code together. */
export interface Grammar {
  readonly language: LanguageId;
  readonly topic: string;
  readonly productions: ReadonlyMap<string, readonly Production[]>;
}

/**
 * The grammar of a file LANGUAGE/TOPIC.grammar. `= name` heads the productions of a nonterminal, `@ file` includes another
 * file, a block is wordings, an optional `% weight` and programs as in an idioms file; `* text` is a word that both sides
 * share, and `~` the empty wording.
 * @throws CodeFusionError bad-input for a file that cannot be read or what is no production, naming it
 */
export function readGrammar(path: string): Grammar {
  const language = languageIdSchema.safeParse(basename(dirname(path)));
  if (!language.success) throw wrong(`cannot read ${path}`, "name an existing file LANGUAGE/TOPIC.grammar");
  const productions = new Map<string, Production[]>();
  readInto(productions, path, language.data);
  const grammar = { language: language.data, topic: `${language.data}/${basename(path, ".grammar")}`, productions };
  checkReferences(grammar);
  return grammar;
}

/**
 * Different pairs of a grammar, `count` of them or as many as patience finds; the same for the same grammar and seed.
 * @throws CodeFusionError bad-input for a grammar that runs in a circle or has no start
 */
export function generatePairs(grammar: Grammar, count: number, seed = 1): PairRow[] {
  const random = new Random(seed);
  const seen = new Set<string>();
  const rows: PairRow[] = [];
  for (let draw = 0; rows.length < count && draw < PATIENCE * count; draw++) {
    const { wording, program } = expand(grammar, START, random, 0);
    const nl = wording.replace(/\s+/g, " ").trim();
    const code = tidy(program, grammar.language);
    const key = `${nl}\n${code}`;
    if (nl === "" || code === "" || seen.has(key)) continue;
    seen.add(key);
    rows.push({ lang: grammar.language, nl, code, src: `grammar:${grammar.topic}` });
  }
  return rows;
}

/** Optional parts leave double blanks, which mean nothing in a shell and much in Python. */
const tidy = (program: string, language: LanguageId): string =>
  (language === "python" ? program : program.replace(/ {2,}/g, " ")).trim();

interface Pair {
  readonly wording: string;
  readonly program: string;
}

function expand(grammar: Grammar, name: string, random: Random, depth: number): Pair {
  if (depth > DEEPEST) throw wrong(`<${name}> of ${grammar.topic} runs in a circle`, "give it a production that ends");
  const production = drawProduction(grammar.productions.get(name) ?? [], random);
  const wording = drawOne(production.wordings, random);
  const program = drawOne(production.programs, random);
  const drawn = new Map<string, Pair>();
  const expansion = (reference: string): Pair => {
    const known = drawn.get(reference) ?? expand(grammar, reference.split(":")[0] ?? reference, random, depth + 1);
    drawn.set(reference, known);
    return known;
  };
  return {
    wording: wording.replace(REFERENCE, (_, reference: string) => expansion(reference).wording),
    program: program.replace(REFERENCE, (_, reference: string) => expansion(reference).program),
  };
}

const drawOne = (choices: readonly string[], random: Random): string =>
  choices[Math.floor(random.uniform() * choices.length)] ?? "";

function drawProduction(productions: readonly Production[], random: Random): Production {
  let left = random.uniform() * productions.reduce((sum, { weight }) => sum + weight, 0);
  for (const production of productions) {
    left -= production.weight;
    if (left < 0) return production;
  }
  throw wrong("a nonterminal without productions was drawn", "give it a block");
}

function readInto(productions: Map<string, Production[]>, path: string, language: LanguageId): void {
  const text = textOf(path);
  if (text === undefined) throw wrong(`cannot read ${path}`, "name an existing file LANGUAGE/TOPIC.grammar");
  let head: string | undefined;
  for (const block of text.split(/\n(?=\s*\n)/)) {
    const lines: string[] = [];
    for (const line of block.split("\n")) {
      if (line.startsWith("= ")) head = line.slice(2).trim();
      else if (line.startsWith("@ ")) readInto(productions, join(dirname(path), line.slice(2).trim()), language);
      else if (line.trim() !== "" && !line.startsWith("# ")) lines.push(line);
    }
    if (lines.length === 0) continue;
    if (head === undefined) throw wrong(`${path} has a block before its first heading`, "write '= task' above it");
    productions.set(head, [...(productions.get(head) ?? []), ...productionsOf(lines, `<${head}> in ${path}`)]);
  }
}

function productionsOf(lines: readonly string[], where: string): Production[] {
  const words = lines.filter((line) => line.startsWith("* ")).map((line) => line.slice(2));
  const rest = lines.filter((line) => !line.startsWith("* "));
  const shared = words.map((word) => ({ wordings: [word], programs: [word], weight: 1 }));
  if (rest.length === 0) return shared;
  const weight = Number(rest.find((line) => line.startsWith("% "))?.slice(2) ?? 1);
  if (!(weight > 0)) throw wrong(`a weight of ${where} is no number above 0`, "write it as in '% 2'");
  const wordings = rest.filter((line) => !/^(?:[>|](?: |$)|% )/.test(line)).map((line) => (line === "~" ? "" : line));
  const programs = programsOf(rest.filter((line) => /^[>|](?: |$)/.test(line)));
  if (wordings.length === 0 || programs === undefined)
    throw wrong(`a block of ${where} is no production: ${rest[0]}`, "write its wordings, then each program after '> '");
  return [...shared, { wordings, programs, weight }];
}

/** Every nonterminal that is named exists, and a program names none that its wordings do not. */
function checkReferences({ productions, topic }: Grammar): void {
  if (!productions.has(START)) throw wrong(`${topic} has no start`, `head its first productions '= ${START}'`);
  for (const [head, alternatives] of productions)
    for (const { wordings, programs } of alternatives)
      for (const text of [...wordings, ...programs])
        for (const [, reference = ""] of text.matchAll(REFERENCE)) {
          if (!productions.has(reference.split(":")[0] ?? ""))
            throw wrong(`<${reference}> is named under '= ${head}' of ${topic} and is not there`, "write its block");
          const untold = wordings.find((wording) => !wording.includes(`<${reference}>`));
          if (programs.includes(text) && untold !== undefined)
            throw wrong(`'${untold}' under '= ${head}' of ${topic} says nothing of <${reference}>`, "name it there");
        }
}

const wrong = (message: string, remedy: string): CodeFusionError => new CodeFusionError("bad-input", message, remedy);

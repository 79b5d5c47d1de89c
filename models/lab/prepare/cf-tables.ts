import type { PairRow } from "./rows";

const NAME_BEFORE =
  /\b(?:the )?([A-Z][A-Za-z]+(?: [A-Z][a-z]+)?) (?:\((?:col(?:umn)? )?[A-Z]{1,2}\)|in col(?:umn)? [A-Z]{1,2}\b|range [A-Z]+\d+:[A-Z]+\d+)/;
const NAME_AFTER = /\b[Cc]ol(?:umn)? [A-Z]{1,2} \(([A-Z][A-Za-z ]+)\)/;
const NAME_COLUMN = /\b(?:[Tt]he )?([A-Z][A-Za-z]+(?: [A-Z][a-z]+)?) column(?: \([A-Z0-9:]+\))?/;
const LETTER = /\b(?:the )?(?:[Cc]ol(?:umn)? [A-Z]{1,2}\b|[A-Z]{1,2} col(?:umn)?\b)/;
const CELLS = /\b(cells?|values?|entries|rows?)\b/;
const PREDICATE = /\b([A-Za-z]+)\(([^()]*)\)/g;
const VISUAL_OR_PREDICATE = /^(?!AND$|OR$|NOT$)/;

/** The column name that a generated CF utterance mentions. */
export function mentionedColumn(utterance: string): string | undefined {
  return (NAME_AFTER.exec(utterance) ?? NAME_BEFORE.exec(utterance) ?? NAME_COLUMN.exec(utterance))?.[1];
}

/**
 * A CF pair as it would be asked beside a table: the utterance names a column of the header, the rule names it as `c[i]`.
 * @param names pool of column names that the other columns are drawn from
 * @param random numbers in [0, 1)
 */
export function withTable(row: PairRow, names: readonly string[], random: () => number): PairRow {
  const pick = () => names[Math.floor(random() * names.length)] ?? "Value";
  const target = mentionedColumn(row.nl) ?? pick();
  const spoken = random() < 0.5 ? target : target.toLowerCase();
  const nl = placeColumn(row.nl, spoken, random);
  const width = 2 + Math.floor(random() * 5);
  const header = [...new Set([target, ...Array.from({ length: width }, pick)])].slice(0, width);
  header.sort(() => random() - 0.5);
  if (random() < 0.3) header.unshift("Index");
  const index = header.indexOf(target);
  const code = row.code.replace(PREDICATE, (all, name: string, body: string) => {
    if (!VISUAL_OR_PREDICATE.test(name)) return all;
    return body === "" ? `${name}(c[${index}])` : `${name}(c[${index}],${body})`;
  });
  return { ...row, nl, code, data: [header] };
}

/** The utterance with its place in the sheet spoken of as a column name. */
function placeColumn(nl: string, name: string, random: () => number): string {
  const phrase = random() < 0.5 ? `the ${name} column` : random() < 0.5 ? `column ${name}` : name;
  for (const pattern of [NAME_AFTER, NAME_BEFORE, NAME_COLUMN, LETTER]) {
    if (pattern.test(nl)) return nl.replace(pattern, phrase);
  }
  return random() < 0.5 ? nl.replace(CELLS, `${name} $1`) : nl.replace(CELLS, `$1 in ${phrase}`);
}

/** CF rules, the conditional-formatting rule language: grammar, syntax tree, printing, validity and execution. */
import type { Language } from "../language";
import { LANGUAGES } from "../metadata";
import { affectsCells } from "./affects";
import type { CfRule } from "./ast";
import { normaliseCf, templateCf } from "./normalise";
import { parseCf } from "./parse";
import { printCf } from "./print";
import { quoteCf } from "./quote";
import { validateCf } from "./validate";
import { valuesOfCf } from "./values";

export type { CfCombination, CfPredicate, CfRule, CfValue } from "./ast";
export { type ExcelOutcome, excelFormula, type NoFormula } from "./excel";
export { type Cell, cellsOf, VISUAL } from "./execute";
export { type NamedTable, rulesIn, tableNamedIn, type WrittenRule } from "./file";
export { cfMatch } from "./match";
export { meaningOf } from "./meaning";
export { numberOf } from "./number";
export { paintedCells } from "./painted";
export { type CfParse, type CfSyntaxError, type LocatedRule, locateCf, parseCf } from "./parse";
export { ARITY, canonicalName, PREDICATES, type PredicateSpec } from "./predicates";
export { printCf } from "./print";
export { type CfProblem, problemsIn, problemsOfRule } from "./problems";
export { SPREADSHEET } from "./reading";
export { remembered } from "./remembered";
export { columnLetters, widthOf } from "./sheet";
export { decodeTable, parseTable } from "./table";

/** The CF rule language. */
export function createCf(): Language {
  return {
    ...LANGUAGES.cf,
    validate: (code) => {
      const parsed = parseCf(code);
      return "rule" in parsed ? validateCf(parsed.rule) : { valid: false, reason: parsed.reason };
    },
    format: (code) => whenRead(code, printCf),
    normalise: (code) => whenRead(code, normaliseCf),
    template: (code) => whenRead(code, templateCf),
    quote: quoteCf,
    affects: affectsCells,
    values: valuesOfCf,
  };
}

/** What `use` makes of the rule; the code itself where it cannot be read. */
function whenRead(code: string, use: (rule: CfRule) => string): string {
  const parsed = parseCf(code);
  return "rule" in parsed ? use(parsed.rule) : code;
}

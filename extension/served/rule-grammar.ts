import { PREDICATES, type PredicateSpec } from "../languages/cf";

/** How deep rules are nested; a small model would not come out of AND(AND(AND(… again. */
const DEPTH = 2;

const VALUES: Readonly<Record<PredicateSpec["takes"], string>> = {
  nothing: "",
  number: "number",
  twoNumbers: 'number "," number',
  count: "count",
  value: "value",
  text: "value",
  anyText: "value",
};

/**
 * CF rules as a GBNF grammar, which llama.cpp, vLLM (XGrammar) and SGLang constrain answers to: narrower than the rule
 * language, which reads more than anybody needs to write.
 * @param columns of the table beside the prompt that rules name; 0 where they name none
 */
export function ruleGrammar(columns: number): string {
  const predicate = ({ name, takes }: PredicateSpec) => {
    const parts = [columns > 0 ? "column" : "", VALUES[takes]].filter((part) => part !== "");
    return [`"${name}("`, parts.join(' "," '), `")"`].filter((part) => part !== "").join(" ");
  };
  const combination = (level: number) =>
    `rule${level} ::= predicate | ("AND" | "OR") "(" rule${level - 1} ("," rule${level - 1})+ ")" | "NOT(" rule${level - 1} ")"`;
  return [
    `root ::= rule${DEPTH}`,
    ...Array.from({ length: DEPTH }, (_, at) => combination(DEPTH - at)),
    "rule0 ::= predicate",
    `predicate ::= ${[...PREDICATES.values()].map(predicate).join(" | ")}`,
    ...(columns > 0
      ? [`column ::= "c[" (${Array.from({ length: columns }, (_, at) => `"${at}"`).join(" | ")}) "]"`]
      : []),
    'number ::= "-"? [0-9]+ ("." [0-9]+)?',
    "count ::= [1-9] [0-9]*",
    "value ::= number | [A-Za-z0-9%$.] ([^,()\"'\\n]* [^,()\"'\\n ])?",
    "",
  ].join("\n");
}

import { PREDICATES, type PredicateSpec } from "../languages/cf";

const NUMBER = "-?[0-9]+(\\.[0-9]+)?";
/** No brackets: a column inside of a text would be taken for one that is named. */
const TEXT = "[^,()\\[\\]\"'\\\\\\n]";
const VALUE = `(${NUMBER}|[A-Za-z0-9%$.](${TEXT}*[^,()\\[\\]"'\\\\\\n ])?)`;
const VALUES: Readonly<Record<PredicateSpec["takes"], readonly string[]>> = {
  nothing: [],
  number: [NUMBER],
  twoNumbers: [NUMBER, NUMBER],
  count: ["[1-9][0-9]*"],
  value: [VALUE],
  text: [VALUE],
  anyText: [VALUE],
};
/** As much of an answer as has come: `{"rule": "` and the text of a JSON string. */
const ANSWER = /^\s*\{\s*"rule"\s*:\s*"((?:[^"\\]|\\.)*)/;

/**
 * CF rules as a JSON schema, for servers that take no grammar: an object whose `rule` is held by a pattern to one predicate
 * or to predicates joined once. Patterns cannot nest, so this is narrower than the grammar.
 * @param columns of the table beside the prompt that rules name; 0 where they name none
 */
export function ruleSchema(columns: number): object {
  const predicate = `(${[...byValues()].map(([takes, names]) => call(names, takes, columns)).join("|")})`;
  const pattern = `^(${predicate}|(AND|OR)\\(${predicate}(,${predicate})+\\)|NOT\\(${predicate}\\))$`;
  const properties = { rule: { type: "string", pattern } };
  return { type: "object", properties, required: ["rule"], additionalProperties: false };
}

/** The rule of an answer that was held to the schema, however much of it has come; any other answer as it is. */
export function ruleIn(answer: string): string {
  const written = ANSWER.exec(answer)?.[1];
  if (written === undefined) return answer;
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return written;
  }
}

/** Predicates that take the same are one alternative: patterns are compiled for every request. */
function byValues(): ReadonlyMap<PredicateSpec["takes"], readonly string[]> {
  const groups = new Map<PredicateSpec["takes"], string[]>();
  for (const { name, takes } of PREDICATES.values()) groups.set(takes, [...(groups.get(takes) ?? []), name]);
  return groups;
}

function call(names: readonly string[], takes: PredicateSpec["takes"], columns: number): string {
  const column = columns > 0 ? [`c\\[(${Array.from({ length: columns }, (_, at) => at).join("|")})\\]`] : [];
  return `(${names.join("|")})\\(${[...column, ...VALUES[takes]].join(",")}\\)`;
}

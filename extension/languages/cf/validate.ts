import type { Validity } from "../language";
import type { CfPredicate, CfRule } from "./ast";
import { PREDICATES, type PredicateSpec } from "./predicates";

/** A number as people write it, a number with a unit, or a reference to a cell. */
const NUMBER = /^[-+]?[$€£]?[-+]?(\d[\d,]*\.?\d*|\.\d+)(e[-+]?\d+)?\s*%?$/i;
const NUMBER_WITH_UNIT = /^[-+]?\d[\d,.]*\s*[a-z]+$/i;
const CELL = /^\$?[A-Z]{1,3}\$?\d+$/i;
const DATE = /^(\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?|\d{1,2}:\d{2}(:\d{2})?)(\s+\d{1,2}:\d{2}(:\d{2})?)?$/;
const COUNT = /^\d+(\.\d+)?\s*%?$/;

/** Whether every predicate of a rule is known and has the arguments that it needs. */
export function validateCf(rule: CfRule): Validity {
  if (rule.kind === "predicate") {
    const reason = complaint(rule);
    return reason === undefined ? { valid: true } : { valid: false, reason };
  }
  const name = rule.name.toUpperCase();
  if (rule.name === "not" && rule.rules.length !== 1) return { valid: false, reason: `${name} needs one rule` };
  if (rule.name !== "not" && rule.rules.length < 2) return { valid: false, reason: `${name} needs at least two rules` };
  return rule.rules.map(validateCf).find((verdict) => !verdict.valid) ?? { valid: true };
}

function complaint(predicate: CfPredicate): string | undefined {
  const spec = PREDICATES.get(predicate.name);
  if (spec === undefined) return `unknown predicate ${predicate.name}`;
  const onColumn = predicate.args[0]?.kind === "column";
  const values = onColumn ? predicate.args.slice(1) : predicate.args;
  return wrongArguments(
    spec,
    values.map((value) => (value.kind === "column" ? undefined : value.text)),
  );
}

/** What is wrong with the values; a column among them is `undefined` and counts as a number. */
function wrongArguments(spec: PredicateSpec, values: readonly (string | undefined)[]): string | undefined {
  const expected = { nothing: 0, number: 1, twoNumbers: 2, count: 1, value: 1, text: 1, anyText: 1 }[spec.takes];
  if (values.length !== expected) return `${spec.name} needs ${amount(expected)}`;
  const given = values.filter((value) => value !== undefined);
  const bad = given.find((value) => !fits(spec, value));
  return bad === undefined
    ? undefined
    : `${spec.name} cannot take ${bad === "" ? "an empty text" : JSON.stringify(bad)}`;
}

function amount(count: number): string {
  return count === 0 ? "no value" : count === 1 ? "one value" : "two values";
}

function fits(spec: PredicateSpec, text: string): boolean {
  switch (spec.takes) {
    case "number":
    case "twoNumbers":
      return [NUMBER, NUMBER_WITH_UNIT, CELL, DATE].some((shape) => shape.test(text));
    case "count":
      return COUNT.test(text);
    case "value":
    case "text":
      return text !== "" && !holdsRule(text);
    case "anyText":
      return !holdsRule(text);
    case "nothing":
      return true;
  }
}

/** A rule inside a text is a bracket put in the wrong place, not something a cell says. */
function holdsRule(text: string): boolean {
  return [...text.matchAll(/([A-Za-z]+)\s*\(/g)].some(([, name = ""]) => isRuleName(name.toLowerCase()));
}

function isRuleName(name: string): boolean {
  return PREDICATES.has(name) || name === "and" || name === "or" || name === "not";
}

import { type Message, say } from "../../errors";
import type { Validity } from "../language";
import type { CfPredicate, CfRule } from "./ast";
import { daysFromToday } from "./date";
import { ARITY, PREDICATES, type PredicateSpec } from "./predicates";

/** A number as people write it, a number with a unit, or a reference to a cell. */
const NUMBER = /^[-+]?[$€£]?[-+]?(\d[\d,]*\.?\d*|\.\d+)(e[-+]?\d+)?\s*%?$/i;
const NUMBER_WITH_UNIT = /^[-+]?\d[\d,.]*\s*[a-z]+$/i;
const CELL = /^\$?[A-Z]{1,3}\$?\d+$/i;
const DATE = /^(\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?|\d{1,2}:\d{2}(:\d{2})?)(\s+\d{1,2}:\d{2}(:\d{2})?)?$/;
const COUNT = /^\d+(\.\d+)?\s*%?$/;

/** What is wrong with one predicate or combination, apart from what is inside it. */
export type Complaint =
  | { readonly kind: "unknown"; readonly name: string }
  | { readonly kind: "argumentCount"; readonly name: string; readonly needs: 0 | 1 | 2 }
  | { readonly kind: "argument"; readonly name: string; readonly value: string }
  | { readonly kind: "oneRule"; readonly name: string }
  | { readonly kind: "twoRules"; readonly name: string };

/** Whether every predicate of a rule is known and has the arguments that it needs. */
export function validateCf(rule: CfRule): Validity {
  const complaint = complaintOf(rule);
  if (complaint !== undefined) return { valid: false, reason: reasonOf(complaint) };
  if (rule.kind === "predicate") return { valid: true };
  return rule.rules.map(validateCf).find((verdict) => !verdict.valid) ?? { valid: true };
}

/** What is wrong with the rule itself; undefined where only a rule inside it could be wrong. */
export function complaintOf(rule: CfRule): Complaint | undefined {
  if (rule.kind === "predicate") return predicateComplaint(rule);
  const name = rule.name.toUpperCase();
  if (rule.name === "not") return rule.rules.length === 1 ? undefined : { kind: "oneRule", name };
  return rule.rules.length < 2 ? { kind: "twoRules", name } : undefined;
}

function reasonOf(complaint: Complaint): Message {
  const { name } = complaint;
  switch (complaint.kind) {
    case "unknown":
      return say`unknown predicate ${name}`;
    case "argumentCount":
      if (complaint.needs === 0) return say`${name} needs no value`;
      return complaint.needs === 1 ? say`${name} needs one value` : say`${name} needs two values`;
    case "argument":
      return complaint.value === ""
        ? say`${name} cannot take an empty text`
        : say`${name} cannot take ${JSON.stringify(complaint.value)}`;
    case "oneRule":
      return say`${name} needs one rule`;
    case "twoRules":
      return say`${name} needs at least two rules`;
  }
}

function predicateComplaint(predicate: CfPredicate): Complaint | undefined {
  const spec = PREDICATES.get(predicate.name);
  if (spec === undefined) return { kind: "unknown", name: predicate.name };
  const onColumn = predicate.args[0]?.kind === "column";
  const values = onColumn ? predicate.args.slice(1) : predicate.args;
  return wrongArguments(
    spec,
    values.map((value) => (value.kind === "column" ? undefined : value.text)),
  );
}

/** What is wrong with the values; a column among them is `undefined` and counts as a number. */
function wrongArguments(spec: PredicateSpec, values: readonly (string | undefined)[]): Complaint | undefined {
  const { name } = spec;
  const needs = ARITY[spec.takes];
  if (values.length !== needs) return { kind: "argumentCount", name, needs };
  const value = values.filter((each) => each !== undefined).find((each) => !fits(spec, each));
  return value === undefined ? undefined : { kind: "argument", name, value };
}

function fits(spec: PredicateSpec, text: string): boolean {
  switch (spec.takes) {
    case "number":
    case "twoNumbers":
      return (
        [NUMBER, NUMBER_WITH_UNIT, CELL, DATE].some((shape) => shape.test(text)) || daysFromToday(text) !== undefined
      );
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

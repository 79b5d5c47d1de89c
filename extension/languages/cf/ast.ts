/** A value in a rule: text as written (numbers too, since "5%" and "13 Days" are values), or a column of the table. */
export type CfValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "column"; readonly index: number };

/** A condition on cells, e.g. GreaterThan(c[1],5); the first argument may name the column. */
export interface CfPredicate {
  readonly kind: "predicate";
  /** Lower case, aliases resolved; unknown names are kept. */
  readonly name: string;
  readonly args: readonly CfValue[];
}

/** AND(…), OR(…), NOT(…). */
export interface CfCombination {
  readonly kind: "combination";
  readonly name: "and" | "or" | "not";
  readonly rules: readonly CfRule[];
}

export type CfRule = CfPredicate | CfCombination;

import MultivariateLinearRegression from "ml-regression-multivariate-linear";
import { quantileSorted } from "simple-statistics";
import * as z from "zod";

/** The middle of repeated measurements, with the quartiles around it. */
export const spreadSchema = z.object({
  median: z.number(),
  /** First and third quartile. */
  quartiles: z.tuple([z.number(), z.number()]),
  repeats: z.number(),
});
export type Spread = z.infer<typeof spreadSchema>;

/** @throws RangeError where there is nothing */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError("nothing was measured");
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => quantileSorted(sorted, share);
  return { median: at(0.5), quartiles: [at(0.25), at(0.75)], repeats: values.length };
}

/** 0 where there is nothing. */
export const median = (values: readonly number[]): number => (values.length === 0 ? 0 : spreadOf(values).median);

/** The median of the ratios of measurements that were made side by side; `a` and `b` in the order of measuring. */
export function ratioOf(a: readonly number[], b: readonly number[]): Spread {
  return spreadOf(a.flatMap((value, at) => (b[at] ? value / b[at] : [])));
}

/** A line through measurements by least squares. */
export const fitSchema = z.object({
  /** What one more of each costs, by its name, ms. */
  costs: z.record(z.string(), z.number()),
  /** What is always paid, ms. */
  constant: z.number(),
  /** The share of the variance that the line explains. */
  r2: z.number(),
  points: z.number(),
});
export type Fit = z.infer<typeof fitSchema>;

/**
 * Least squares.
 * @param names of the columns of `x`
 * @param x [points, columns]
 * @param y [points]
 */
export function fitOf(names: readonly string[], x: readonly (readonly number[])[], y: readonly number[]): Fit {
  const rows = x.map((row) => [...row]);
  const line = new MultivariateLinearRegression(
    rows,
    y.map((value) => [value]),
  );
  const weights = line.weights.map(([weight = 0]) => weight);
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const around = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const left = y.reduce((sum, value, at) => sum + (value - (line.predict(rows[at] ?? [])[0] ?? 0)) ** 2, 0);
  return {
    costs: Object.fromEntries(names.map((name, at) => [name, weights[at] ?? 0])),
    constant: weights[names.length] ?? 0,
    r2: around === 0 ? 0 : 1 - left / around,
    points: y.length,
  };
}

/** Values by key, in the order in which the keys came first. */
export function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

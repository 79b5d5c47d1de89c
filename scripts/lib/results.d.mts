/** What a suite did; `notes` are said again at the end. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly notes: readonly string[];
}

/** What the suite that wrote `file` did, given its name and exit code. */
export function outcomeOf(name: string, file: string, exitCode: number, options: { noSkips: boolean }): Outcome;

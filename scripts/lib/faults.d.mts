export interface Fault {
  readonly area: string;
  readonly fault: string;
  readonly sees: string;
  readonly lost: string;
  readonly file: string;
  readonly test: string;
}
export function readFaults(): readonly Fault[];
export function reportOf(faults: readonly Fault[]): string;
export function unseenFaults(faults: readonly Fault[], suites: readonly string[]): readonly string[];

export interface Fault {
  readonly area: string;
  readonly fault: string;
  readonly sees: string;
  readonly lost: string;
  readonly file: string;
  readonly test: string;
}
export function readFaults(): readonly Fault[];
export function readSoak(): Soak | undefined;
export function reportOf(faults: readonly Fault[], soak: Soak | undefined): string;
/** What processes held in the course of a soak. */
export interface Soak {
  readonly actions: number;
  readonly minutes: number;
  readonly moments: readonly {
    readonly actions: number;
    readonly host: { readonly mebibytes: number; readonly handles: number };
    readonly child: { readonly mebibytes: number; readonly handles: number };
  }[];
}
export function unseenFaults(faults: readonly Fault[], suites: readonly string[]): readonly string[];

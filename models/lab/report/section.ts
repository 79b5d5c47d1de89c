import type { TopLevelSpec } from "vega-lite";
import type { Evidence } from "./evidence";

/** A figure of the report. */
export interface Chart {
  /** File name without extension. */
  readonly name: string;
  /** What it shows, in one line: its alternative text. */
  readonly title: string;
  /** What is to be seen in it, in words: one item for each panel. */
  readonly texts: readonly string[];
  readonly spec: TopLevelSpec;
}

/** A section of the report. */
export interface Section {
  readonly title: string;
  /** Markdown, one block each. */
  readonly blocks: readonly string[];
  readonly charts?: readonly Chart[];
}

/** Makes a section of the records; one without any says how to make them. */
export type MakeSection = (evidence: Evidence) => Section;

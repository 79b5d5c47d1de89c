/** The sections of the report, in the paper's order; each says how to make the records that it lacks. */
import type { MakeSection } from "../section";
import { ablationsSection } from "./ablations";
import { comparisonSection } from "./comparison";
import { definitionsSection } from "./definitions";
import { diversitySection } from "./diversity";
import { gradualSection } from "./gradual";
import { mainSection } from "./main";
import { stepsSection } from "./steps";
import { studiesSection } from "./studies";
import { validitySection } from "./validity";

export const SECTIONS: readonly MakeSection[] = [
  mainSection,
  comparisonSection,
  diversitySection,
  validitySection,
  ablationsSection,
  gradualSection,
  stepsSection,
  studiesSection,
  definitionsSection,
];

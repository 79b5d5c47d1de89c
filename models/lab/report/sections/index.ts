/** The sections of the report, in the paper's order; each says how to make the records that it lacks. */
import type { SectionId } from "../evidence";
import type { MakeSection } from "../section";
import { ablationsSection } from "./ablations";
import { comparisonSection } from "./comparison";
import { definitionsSection } from "./definitions";
import { diversitySection } from "./diversity";
import { evidenceSection } from "./evidence";
import { executedSection } from "./executed";
import { gradualSection } from "./gradual";
import { mainSection } from "./main";
import { reliabilitySection } from "./reliability";
import { stepsSection } from "./steps";
import { studiesSection } from "./studies";
import { validitySection } from "./validity";

export const SECTIONS: Readonly<Record<SectionId, MakeSection>> = {
  main: mainSection,
  executed: executedSection,
  comparison: comparisonSection,
  diversity: diversitySection,
  validity: validitySection,
  ablations: ablationsSection,
  evidence: evidenceSection,
  reliability: reliabilitySection,
  gradual: gradualSection,
  steps: stepsSection,
  studies: studiesSection,
  definitions: definitionsSection,
};

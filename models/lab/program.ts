import type { CommandLine } from "../../extension/cli/program";
import { registerBench } from "./bench";
import { registerEval } from "./evaluate";
import { registerPrepare } from "./prepare";

/** Evaluation and data preparation, over the very pipeline that ships. */
export const LAB: CommandLine = {
  name: "lab",
  description: "makes and measures the models of CodeFusion",
  commands: [registerEval, registerPrepare, registerBench],
};

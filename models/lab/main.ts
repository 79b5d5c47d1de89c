/** The laboratory's command line: what makes and measures the model; none of it ships. */
import { runInTerminal } from "../../extension/cli/terminal";
import { LAB } from "./program";

void runInTerminal(LAB);

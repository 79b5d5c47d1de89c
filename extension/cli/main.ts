/** The command line that ships: generate, check and doctor in a terminal. */
import { CODEFUSION } from "./program";
import { runInTerminal } from "./terminal";

void runInTerminal(CODEFUSION);

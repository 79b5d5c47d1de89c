import { CommanderError } from "commander";
import { asCodeFusionError, type CodeFusionError, type ErrorCode } from "../errors";
import { harmless } from "./style";

/** What the process says to its caller. */
export const EXIT = { ok: 0, failed: 1, badInput: 2, cancelled: 130 } as const;

/** What the user can put right before the next try. */
const BAD_INPUT: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["bad-input", "model-missing", "model-corrupt"]);

/** How a command ended: the exit code, and the line for stderr where something went wrong. */
export interface Ending {
  readonly code: number;
  readonly line?: string;
}

/**
 * The ending for anything that a command threw.
 * @param program the command line's name, which its error lines begin with
 */
export function endingOf(error: unknown, aborted: boolean, program: string): Ending {
  if (error instanceof CommanderError) return commanderEnding(error, program);
  const known = asCodeFusionError(error);
  if (aborted || known.code === "cancelled") return { code: EXIT.cancelled, line: `${program}: cancelled` };
  return { code: exitCodeOf(known), line: `${program}: ${harmless(known.line)}` };
}

function exitCodeOf(error: CodeFusionError): number {
  return BAD_INPUT.has(error.code) ? EXIT.badInput : EXIT.failed;
}

/** Commander also ends by throwing: with code 0 after --help and --version, else for bad arguments. */
function commanderEnding(error: CommanderError, program: string): Ending {
  if (error.exitCode === 0) return { code: EXIT.ok };
  const message = error.code === "commander.help" ? "no command given" : error.message.replace(/^error: /, "");
  const line = harmless(message.replace(/\s+/g, " ").replace(/\.$/, ""));
  return { code: EXIT.badInput, line: `${program}: ${line}: run ${program} --help to see what it takes` };
}

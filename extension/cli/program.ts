import { Command } from "commander";
import { version } from "../../package.json";
import type { CliContext } from "./context";
import { registerDoctor } from "./doctor";
import { registerEval } from "./eval";
import { type Ending, EXIT, endingOf } from "./exit";
import { registerGenerate } from "./generate";
import { registerPrepare } from "./prepare";
import { registerServe } from "./serve";

/** The command line `codefusion` with all its commands. */
function createProgram(context: CliContext): Command {
  const program = new Command("codefusion")
    .description("several different valid programs from one sentence, by diffusion, on this machine")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      // Errors are printed once, as one line, by whoever runs the program.
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => context.stdout.columns ?? 100,
    });
  registerGenerate(program, context);
  registerEval(program, context);
  registerDoctor(program, context);
  registerServe(program, context);
  registerPrepare(program);
  return program;
}

/**
 * Runs one command line.
 * @param args without node and script
 * @returns how it ended; never throws
 */
export async function runCommandLine(args: readonly string[], context: CliContext): Promise<Ending> {
  try {
    await createProgram(context).parseAsync([...args], { from: "user" });
    return { code: EXIT.ok };
  } catch (error) {
    return endingOf(error, context.signal.aborted);
  }
}

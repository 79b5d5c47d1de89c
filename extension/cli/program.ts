import { Command } from "commander";
import { version } from "../../package.json";
import { registerCheck } from "./check";
import type { CliContext } from "./context";
import { registerDoctor } from "./doctor";
import { type Ending, EXIT, endingOf } from "./exit";
import { registerGenerate } from "./generate";
import { registerModel } from "./manage-models";
import { registerRule } from "./rule";
import { registerServe } from "./serve";

/** Adds a command, with what it needs from outside. */
export type RegisterCommand = (program: Command, context: CliContext) => void;

/** A command line: its name, a sentence, its commands. */
export interface CommandLine {
  readonly name: string;
  readonly description: string;
  readonly commands: readonly RegisterCommand[];
}

/** The command line that ships. */
export const CODEFUSION: CommandLine = {
  name: "codefusion",
  description: "several different valid programs from one sentence, by diffusion, on this machine",
  commands: [registerGenerate, registerCheck, registerRule, registerDoctor, registerServe, registerModel],
};

function createProgram({ name, description, commands }: CommandLine, context: CliContext): Command {
  const program = new Command(name)
    .description(description)
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      // Errors are printed once, as one line, by whoever runs the program.
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => context.stdout.columns ?? 100,
    });
  for (const register of commands) register(program, context);
  return program;
}

/**
 * Runs one command line.
 * @param args without node and script
 * @returns how it ended; never throws
 */
export async function runCommandLine(line: CommandLine, args: readonly string[], context: CliContext): Promise<Ending> {
  try {
    await createProgram(line, context).parseAsync([...args], { from: "user" });
    return { code: EXIT.ok };
  } catch (error) {
    return endingOf(error, context.signal.aborted, line.name);
  }
}

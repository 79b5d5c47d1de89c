import * as vscode from "vscode";
import { COMMANDS } from "./ids";
import type { Reporter } from "./report";

/** What each command does. */
export type CommandHandlers = Readonly<Record<keyof typeof COMMANDS, (args: unknown) => unknown>>;

/** Registers every command; whatever one throws is told to the user once and ends there. */
export function registerCommands(handlers: CommandHandlers, reporter: Reporter): vscode.Disposable {
  const names = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];
  const registrations = names.map((name) =>
    vscode.commands.registerCommand(COMMANDS[name], async (args: unknown) => {
      try {
        await handlers[name](args);
      } catch (error) {
        reporter.report(error);
      }
    }),
  );
  return vscode.Disposable.from(...registrations);
}

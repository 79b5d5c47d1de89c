import type { Command } from "commander";
import { CodeFusionError, inEnglish } from "../errors";
import { type Language, loadLanguage } from "../languages";
import { type CheckReport, checkLineSchema, checkReportSchema, type LanguageId } from "../schema";
import { type CliContext, write } from "./context";
import { parseJsonLines } from "./json-lines";
import { options } from "./options";
import { harmless } from "./style";

interface CheckFlags {
  readonly language: LanguageId;
  readonly lines?: true;
  readonly json?: true;
}

const LINE = { name: "a line of code", remedy: 'each line must be JSON with "id" and "code"' };

/** Adds `check`: code in, the verdict that the editor acts on out. */
export function registerCheck(program: Command, context: CliContext): void {
  program
    .command("check")
    .description("say of code on standard input whether it is valid, what it does that cannot be undone, what it lacks")
    .addOption(options.language())
    .option("--lines", "standard input is JSON lines {id, code}: one verdict for each")
    .option("--json", "print JSON: {valid, reason, cautions, unknown}, with --lines one object a line")
    .addHelpText("after", "\nEnds with 1 where any code is not valid. Nothing is executed.")
    .action((flags: CheckFlags) => check(flags, context));
}

async function check(flags: CheckFlags, context: CliContext): Promise<void> {
  const language = await loadLanguage(flags.language);
  const input = await context.readInput();
  const reports = flags.lines
    ? parseJsonLines(input, "standard input", checkLineSchema, LINE).map(({ id, code }) =>
        verdictOn(code, language, id),
      )
    : [verdictOn(requireCode(input), language)];
  const show = flags.json ? JSON.stringify : plain;
  await write(context.stdout, reports.map((report) => `${show(report)}\n`).join(""));
  const wrong = reports.filter(({ valid }) => !valid).length;
  if (wrong > 0)
    throw new CodeFusionError(
      "no-valid-candidate",
      flags.lines
        ? `${wrong} of ${reports.length} are not valid ${language.name}`
        : `this is not valid ${language.name}`,
      "the reason stands on standard output",
    );
}

function requireCode(input: string): string {
  if (input.trim() !== "") return input;
  throw new CodeFusionError("bad-input", "there is no code on standard input", "pipe it in, as in check … < FILE");
}

/** What the editor makes of code. */
function verdictOn(code: string, language: Language, id?: string): CheckReport {
  const validity = language.validate(code);
  return checkReportSchema.parse({
    ...(id !== undefined && { id }),
    valid: validity.valid,
    reason: validity.valid ? null : inEnglish(validity.reason),
    cautions: language.cautions?.(code) ?? [],
    unknown: validity.valid
      ? [
          ...(language.freeNames?.(code) ?? []),
          ...(language.unknown?.(code) ?? []).map(({ owner, name }) => `${owner} ${name}`),
        ]
      : [],
  });
}

/** One line for a person. */
function plain({ id, valid, reason, cautions, unknown }: CheckReport): string {
  const parts = [
    valid ? "valid" : `not valid: ${reason}`,
    ...cautions,
    ...(unknown.length > 0 ? [`unknown: ${unknown.join(", ")}`] : []),
  ];
  return harmless(`${id === undefined ? "" : `${id}: `}${parts.join("; ")}`.replace(/\s+/g, " "));
}

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { CodeFusionError } from "../../../../extension/errors";
import type { Answer } from "../../../../extension/schema";
import { laboratory } from "./laboratory";

/** The interpreter that the sandbox has too. */
const PYTHON = "/usr/bin/python3";

const detailSchema = z.object({
  id: z.string(),
  top1: z.boolean(),
  top5: z.boolean(),
  candidates: z.array(
    z.object({ pass: z.boolean(), touched: z.array(z.string()), marked: z.boolean(), seen: z.unknown() }),
  ),
});
/** What became of a case: whether it is done, and what each candidate did. */
export type Detail = z.infer<typeof detailSchema>;

/** How the executor is run. */
export interface ExecuteOptions {
  readonly signal: AbortSignal;
  /** Cases at a time. */
  readonly jobs: number;
  /** Times the usual seconds, for a machine that does other work. */
  readonly patience: number;
  /** The folder of an installed icalfa, whose requests the cases are. */
  readonly intercode?: string | undefined;
}

/**
 * What the answers do, each candidate in a sandbox of its own; nothing that they do leaves it but these details.
 * @param cases as their files hold them
 * @throws CodeFusionError bad-input with what to install where the executor does not run here, cancelled
 */
export async function execute(
  cases: readonly object[],
  answers: readonly Answer[],
  { signal, jobs, patience, intercode }: ExecuteOptions,
): Promise<Detail[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "executed-"));
  const at = (name: string) => path.join(folder, name);
  const write = (name: string, rows: readonly object[]) =>
    writeFileSync(at(name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  try {
    write("cases.jsonl", cases);
    write("answers.jsonl", answers);
    const files = [at("answers.jsonl"), "--cases", at("cases.jsonl"), "--details", at("details.jsonl")];
    const numbers = ["--jobs", String(jobs), "--patience", String(patience)];
    const judge =
      intercode === undefined
        ? [laboratory("execute", "score.py")]
        : [laboratory("execute", "intercode.py"), "--package", intercode];
    await python([...judge, ...files, ...numbers], signal);
    const lines = readFileSync(at("details.jsonl"), "utf8").split("\n");
    return lines.flatMap((line) => {
      const detail = detailSchema.safeParse(line === "" ? undefined : JSON.parse(line));
      return detail.success ? [detail.data] : [];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a program of the executor to its end.
 * @returns what it printed
 * @throws CodeFusionError bad-input with what to install where it does not run here, cancelled
 */
export function python(args: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, ["-B", ...args], { signal, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? broken(`${PYTHON} is not there`, error) : error),
    );
    child.on("close", (code) => (code === 0 ? resolve(stdout) : reject(broken(lastLine(stderr)))));
  });
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

const broken = (why: string, cause?: Error): CodeFusionError =>
  new CodeFusionError(
    "bad-input",
    `candidates cannot be executed here (${why})`,
    "install what models/lab/cases/README.md names below 'Scoring'",
    { cause },
  );

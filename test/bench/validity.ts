/**
 * How often the validators of Bash and Python are wrong, either way, on the scripts and modules that this machine has and on
 * snippets of a file, whole and with one random edit: against `bash -n` and CPython's own compiler.
 * `node --import tsx test/bench/validity.ts [--data ROWS.jsonl(.gz)] [--most 2000] [--show]`
 */
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { Random } from "../../extension/diffusion";
import { loadLanguage } from "../../extension/languages";

const { values } = parseArgs({
  options: { data: { type: "string" }, most: { type: "string", default: "2000" }, show: { type: "boolean" } },
});
const MOST = Number(values.most);
/** What an edit may put in. */
const PIECES = [
  ..."(){}[]|&;<>\"'`$#!\\\n :=,*",
  " do ",
  " done",
  " then ",
  " fi",
  "if ",
  " in ",
  "||",
  "$(",
  "${",
  "[[",
  "<<",
];

const COMPILE = `
import json, sys, warnings
warnings.simplefilter("ignore")
def ok(code):
    try: compile(code, "a", "exec", dont_inherit=True); return True
    except Exception: return False
print(json.dumps([ok(code) for code in json.load(sys.stdin)]))`;

const ORACLES = {
  bash: (codes: readonly string[]): readonly boolean[] =>
    codes.map((code) => {
      const { status, stderr } = spawnSync("bash", ["-O", "extglob", "-n"], { input: code });
      return status === 0 && stderr.length === 0;
    }),
  python: (codes: readonly string[]): readonly boolean[] =>
    JSON.parse(
      execFileSync("python3", ["-c", COMPILE], { input: JSON.stringify(codes), maxBuffer: 1e9 }).toString(),
    ) as boolean[],
} as const;

/** Every file below some folders that `isWanted` by its path and beginning; links are not followed. */
function filesBelow(folders: readonly string[], isWanted: (file: string, head: string) => boolean): readonly string[] {
  const found: string[] = [];
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== "node_modules") visit(file);
      if (found.length >= MOST || !entry.isFile() || statSync(file).size > 100_000) continue;
      const code = readFileSync(file, "utf8");
      if (!/[\0\ufffd]/.test(code) && isWanted(file, code.slice(0, 60))) found.push(code);
    }
  };
  for (const folder of folders) visit(folder);
  return found;
}

const FILES = {
  bash: () =>
    filesBelow(["/usr/bin", "/usr/sbin", "/usr/share", "/etc"], (_, head) => /^#!.*\b(?:ba|da)?sh\b/.test(head)),
  python: () =>
    filesBelow(
      [execFileSync("python3", ["-c", "import os; print(os.path.dirname(os.__file__))"]).toString().trim()],
      (file) => file.endsWith(".py") && !/site-packages|\/test/.test(file),
    ),
} as const;

function snippetsOf(language: string): readonly string[] {
  if (values.data === undefined) return [];
  const bytes = readFileSync(values.data);
  const lines = (values.data.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString().split("\n").filter(Boolean);
  const rows = lines.map((line) => JSON.parse(line) as { readonly lang: string; readonly code: string });
  return rows
    .filter(({ lang }) => lang === language)
    .slice(0, MOST)
    .map(({ code }) => code);
}

/** The same snippets, each with a character gone or a piece put in. */
function edited(snippets: readonly string[]): readonly string[] {
  const random = new Random(7);
  const below = (bound: number) => Math.floor(random.uniform() * bound);
  return snippets.map((code) => {
    const at = below(code.length + 1);
    return below(2) === 0
      ? code.slice(0, at) + code.slice(at + 1)
      : code.slice(0, at) + (PIECES[below(PIECES.length)] ?? "") + code.slice(at);
  });
}

/** No command or statement at all is valid to the tools, and nothing to offer. */
const saysNothing = (code: string): boolean => /^(?:\s*(?:#.*)?(?:\n|$))*$/.test(code);

async function main(): Promise<void> {
  for (const id of ["bash", "python"] as const) {
    const language = await loadLanguage(id);
    const snippets = snippetsOf(id);
    for (const [name, all] of [
      ["files", FILES[id]()],
      ["snippets", snippets],
      ["edited snippets", edited(snippets)],
    ] as const) {
      const codes = all.filter((code) => !saysNothing(code) && !code.includes("\0"));
      const expected = ORACLES[id](codes);
      const verdicts = codes.map((code) => language.validate(code));
      const wrong = codes.flatMap((code, at) => (verdicts[at]?.valid === expected[at] ? [] : [{ code, at }]));
      const rejected = wrong.filter(({ at }) => expected[at]).length;
      console.log(
        `${id} ${name}: ${codes.length}, of them ${expected.filter((is) => !is).length} not valid; rejected though valid ${rejected}, accepted though not ${wrong.length - rejected}`,
      );
      if (values.show)
        for (const { code, at } of wrong)
          console.log(JSON.stringify({ code: code.slice(0, 300), verdict: verdicts[at] }));
    }
  }
}

void main();

/** The faults that tests bring about, one row each in test/faults.json, as test/REPORT.md shows them. */
import { existsSync, readFileSync } from "node:fs";
import { at } from "./paths.mjs";
import { resultsFile } from "./results.mjs";

const HEAD = [
  "# What happens when something breaks",
  "Each row is a fault that a test brings about on real parts (the released model and its process, the extension host, a browser, servers that nobody here wrote where there are some), what the user then sees, and what is lost. The file that is open is never among it. Written from `test/faults.json` by `npm run report`; a whole `npm test` fails where the test of a row did not run, or failed.",
];

/** The rows: what breaks where, what the user sees, what is lost, and the test that shows it. */
export const readFaults = () => JSON.parse(readFileSync(at("test", "faults.json"), "utf8"));

/** What `npm run soak` measured last; undefined before the first time. */
export function readSoak() {
  const file = at("test", "soak.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** The rows, and what a soak measured, as the Markdown of test/REPORT.md. */
export function reportOf(faults, soak) {
  const rows = faults.map(({ area, fault, sees, lost, file, test }) => [
    area,
    fault,
    sees,
    lost,
    `\`${file}\`: ${test}`,
  ]);
  const lines = [
    ["where", "what breaks", "what the user sees", "what is lost", "shown by"],
    Array(5).fill("---"),
    ...rows,
  ];
  return `${[...HEAD, tableOf(lines), ...soakOf(soak)].join("\n\n")}\n`;
}

/** What the processes held in the course of a soak; nothing where none was run. */
function soakOf(soak) {
  if (soak === undefined) return [];
  const rows = soak.moments.map(({ actions, host, child }) =>
    [actions, host.mebibytes, host.handles, child.mebibytes, child.handles].map(String),
  );
  const head = ["actions", "extension host, MiB", "its handles", "inference process, MiB", "its handles"];
  return [
    "## What stays behind",
    `${soak.actions.toLocaleString("en")} actions in one extension host, ${soak.minutes} minutes (\`npm run soak\`): of twenty, eight generate and leave the list, four cancel a run, three insert and undo, two come from the agent tool, one opens the theatre, one refines. Resident memory and open files after so many actions; the run fails where either grows.`,
    tableOf([head, Array(5).fill("--:"), ...rows]),
  ];
}

const tableOf = (lines) => lines.map((cells) => `| ${cells.map(inCell).join(" | ")} |`).join("\n");

const inCell = (text) => text.replaceAll("|", "\\|");

/**
 * Rows whose test did not pass in the last run of the suites.
 * @param suites those that ran
 * @returns one line each
 */
export function unseenFaults(faults, suites) {
  const passed = suites.flatMap((name) => {
    if (!existsSync(resultsFile(name))) return [];
    const { tests } = JSON.parse(readFileSync(resultsFile(name), "utf8"));
    return tests.filter(({ state }) => state === "passed").map(({ title }) => title);
  });
  return faults
    .filter(({ test }) => !passed.some((title) => title.endsWith(test)))
    .map(({ fault, test }) => `faults: "${fault}" was not seen: no test passed that ends in "${test}"`);
}

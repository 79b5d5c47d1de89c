import { execFileSync } from "node:child_process";
import { setTimeout as after } from "node:timers/promises";

/** Inference children that this test process has started and that run. */
export function children(): number[] {
  const listed = execFileSync("ps", ["-o", "pid=,stat=,args=", "--ppid", String(process.pid)], { encoding: "utf8" });
  const lines = listed
    .split("\n")
    .filter((line) => /inference\/child|child\.js/.test(line) && !/^\s*\d+\s+Z/.test(line));
  return lines.map((line) => Number.parseInt(line, 10));
}

/** Resolves as soon as `holds`; the test's own time limit ends the waiting. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await after(20);
}

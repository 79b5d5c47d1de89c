import { existsSync, readdirSync, readFileSync } from "node:fs";

/** What a process holds: resident memory in MiB, and open file descriptors. */
export interface Held {
  readonly mebibytes: number;
  readonly handles: number;
}

/** Children of a process whose command line has `part`; none where the system does not tell (it has no /proc). */
export function childrenOf(parent: number, part: string): readonly number[] {
  if (!existsSync("/proc/self/stat")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent && read(pid, "cmdline").includes(part));
}

/** What a process holds now; it must be there. */
export function heldBy(pid: number): Held {
  const kibibytes = Number(/^VmRSS:\s+(\d+)/m.exec(read(pid, "status"))?.[1] ?? Number.NaN);
  return { mebibytes: Math.round(kibibytes / 1024), handles: readdirSync(`/proc/${pid}/fd`).length };
}

/** The fourth field of stat, behind a command name in brackets that may hold anything. */
const parentOf = (pid: number): number => Number(read(pid, "stat").split(") ").at(-1)?.split(" ")[1]);

/** A file of a process; empty where it has ended. */
function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}

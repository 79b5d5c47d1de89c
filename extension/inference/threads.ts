import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const CPU_FOLDER = "/sys/devices/system/cpu";

/**
 * How many threads a CPU session should use: the physical cores (hyper-threads make it slower), as far as this process
 * may use them. Undefined where only the runtime can tell (Windows, macOS): it then counts them itself.
 */
export function physicalCores(folder: string = CPU_FOLDER): number | undefined {
  try {
    const cores = readdirSync(folder)
      .filter((name) => /^cpu\d+$/.test(name))
      .map((name) => readFileSync(join(folder, name, "topology", "thread_siblings_list"), "utf8").trim());
    return cores.length === 0 ? undefined : Math.min(new Set(cores).size, availableParallelism());
  } catch {
    return undefined;
  }
}

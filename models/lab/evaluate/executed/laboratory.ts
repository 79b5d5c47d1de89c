import { existsSync } from "node:fs";
import path from "node:path";
import { CodeFusionError } from "../../../../extension/errors";

/**
 * A path in models/lab of the checkout that this code runs in, whether bundled or not.
 * @throws CodeFusionError bad-input outside of a checkout
 */
export function laboratory(...parts: readonly string[]): string {
  for (let folder = __dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const lab = path.join(folder, "models", "lab");
    if (existsSync(path.join(lab, "execute", "score.py"))) return path.join(lab, ...parts);
  }
  throw new CodeFusionError("bad-input", "the executor is not here", "run it in a checkout of the repository");
}

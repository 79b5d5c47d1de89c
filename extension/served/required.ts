import { say } from "../errors";
import { RemoteError } from "../inference";
import { findModel, type ServedModel } from "./models";

/** Models that a message names. */
const NAMED = 5;

/**
 * The model of that name; the name itself where the server lists none.
 * @throws RemoteError where it lists others
 */
export function requireModel(models: readonly ServedModel[], name: string, host: string): ServedModel {
  const found = findModel(models, name) ?? (models.length === 0 ? { id: name } : undefined);
  if (found !== undefined) return found;
  const known = models.slice(0, NAMED).map(({ id }) => id);
  throw new RemoteError(
    "backend-unavailable",
    say`${host} has no model ${name}`,
    say`choose one that it has: ${known.join(", ")}`,
    false,
  );
}

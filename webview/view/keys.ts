import type { Action } from "../model";

const ACTIONS: Readonly<Record<string, Action>> = {
  " ": { type: "toggle" },
  ArrowLeft: { type: "step", by: -1 },
  ArrowRight: { type: "step", by: 1 },
  Home: { type: "seek", frame: 0 },
  End: { type: "last" },
  ",": { type: "step", by: -1 },
  ".": { type: "step", by: 1 },
  v: { type: "valid" },
  ArrowUp: { type: "selectBy", by: -1 },
  ArrowDown: { type: "selectBy", by: 1 },
};

/** What a key does in the theatre; undefined where the key belongs to the editor or to the control in focus. */
export function actionOf(event: KeyboardEvent): Action | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return undefined;
  const target = event.target instanceof Element ? event.target : undefined;
  if (target?.closest("select")) return undefined;
  if (event.key === " " && target?.closest("button, input[type=checkbox]")) return undefined;
  return Object.hasOwn(ACTIONS, event.key) ? ACTIONS[event.key] : undefined;
}

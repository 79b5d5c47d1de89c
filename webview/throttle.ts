/**
 * `run` at most once every `ms`: at once for the first value, then only for the latest one.
 * @returns the throttled function
 */
export function throttle<T>(ms: number, run: (value: T) => void): (value: T) => void {
  let waiting: { value: T } | undefined;
  let busy = false;
  const next = (): void => {
    const due = waiting;
    waiting = undefined;
    busy = due !== undefined;
    if (!due) return;
    run(due.value);
    setTimeout(next, ms);
  };
  return (value) => {
    waiting = { value };
    if (!busy) next();
  };
}

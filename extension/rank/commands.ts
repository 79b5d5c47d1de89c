import type { Slot } from "../model";

/** Words in front of a literal that is to be run. */
const RUNS =
  /\b(?:using|with|via|by|use|run|runs|running|execut\w+|start\w*|launch\w*|call\w*|commands?|scripts?|programs?|tools?|utility)\s+["'`“‘]?$/i;
/** What follows a literal at the start that names its tool, as in "tar: …" and "git commit: …". */
const IS_TOPIC = /^["'`”’]?(?: [a-z][\w-]*)?:/;

/** Whether an utterance calls a literal a command. */
export function isCommand({ spans }: Slot, utterance: string): boolean {
  return spans.some(
    ([start, end]) => RUNS.test(utterance.slice(0, start)) || (start <= 1 && IS_TOPIC.test(utterance.slice(end))),
  );
}

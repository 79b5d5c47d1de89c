import type { Slot } from "../model";
import type { Setting } from "./judge";
import type { JudgedSample } from "./sample";

/** What is left of a sample's probability where it runs, as a command, a literal that the utterance does not call one. */
const NO_COMMAND = 0.05;
/** Words in front of a literal that is to be run. */
const RUNS =
  /\b(?:using|with|via|by|use|run|runs|running|execut\w+|start\w*|launch\w*|call\w*|commands?|scripts?|programs?|tools?|utility)\s+["'`“‘]?$/i;
/** What follows a literal at the start that names its tool, as in "tar: …" and "git commit: …". */
const IS_TOPIC = /^["'`”’]?(?: [a-z][\w-]*)?:/;

/** The sample with the probability it deserves: nobody who asks about server.log wants that to be run. */
export function weighCommands(sample: JudgedSample, { language, slots, utterance }: Setting): JudgedSample {
  if (sample.fault !== undefined || language.commands === undefined || slots.length === 0) return sample;
  const commands = new Set(language.commands(sample.code));
  const odd = slots.some((slot) => commands.has(slot.value) && !isCommand(slot, utterance));
  return odd ? { ...sample, probability: sample.probability * NO_COMMAND } : sample;
}

function isCommand({ spans }: Slot, utterance: string): boolean {
  return spans.some(
    ([start, end]) => RUNS.test(utterance.slice(0, start)) || (start <= 1 && IS_TOPIC.test(utterance.slice(end))),
  );
}

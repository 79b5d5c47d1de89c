import { InvalidArgumentError, Option } from "commander";
import { PROVIDER_IDS } from "../inference/protocol";
import { LANGUAGE_IDS } from "../schema";

const UINT32_MAX = 2 ** 32 - 1;

/** A parser of whole numbers from `min` to `max` for commander. */
function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`);
    return value;
  };
}

/** An option that takes a whole number. */
export const numberOption = (flags: string, description: string, min = 0): Option =>
  new Option(flags, description).argParser(wholeNumber(min, UINT32_MAX));

/** Options that several commands share; each call makes a new one. */
export const options = {
  language: () => new Option("--language <id>", "language of the code").choices(LANGUAGE_IDS).makeOptionMandatory(),
  count: () => new Option("--count <n>", "candidates wanted").default(5).argParser(wholeNumber(1, 20)),
  steps: () => new Option("--steps <n>", "denoising steps (default: the model's own)").argParser(wholeNumber(1, 200)),
  seed: () => new Option("--seed <n>", "same seed, same candidates").default(7).argParser(wholeNumber(0, UINT32_MAX)),
  canvas: () =>
    new Option("--canvas <n>", "canvas length in tokens (default: from the utterance)").argParser(wholeNumber(1, 128)),
  limit: () => numberOption("--limit <n>", "only the first rows", 1),
  provider: () =>
    new Option("--provider <name>", "execution provider (default: the best one that works)").choices(PROVIDER_IDS),
  model: () => new Option("--model <folder>", "folder with the model's manifest.json"),
  json: () => new Option("--json", "print one JSON object"),
};

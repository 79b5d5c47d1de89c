import { InvalidArgumentError, Option } from "commander";
import { PROVIDER_SETTINGS } from "../inference/providers";
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

/** A parser of numbers from `min` to `max` for commander. */
function numberBetween(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= min && value <= max))
      throw new InvalidArgumentError(`Give a number from ${min} to ${max}.`);
    return value;
  };
}

/** A parser of server addresses for commander. */
function httpAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new InvalidArgumentError("Give an address as https://gpu.example.org:8080.");
  if (url.username !== "" || url.password !== "")
    throw new InvalidArgumentError("Give the token in the environment variable CODEFUSION_TOKEN, not in the address.");
  return text;
}

/** Options that several commands share; each call makes a new one. */
export const options = {
  language: () => new Option("--language <id>", "language of the code").choices(LANGUAGE_IDS).makeOptionMandatory(),
  count: () => new Option("--count <n>", "candidates wanted").default(5).argParser(wholeNumber(1, 20)),
  steps: () => new Option("--steps <n>", "denoising steps (default: the model's own)").argParser(wholeNumber(1, 200)),
  seed: () => new Option("--seed <n>", "same seed, same candidates").default(7).argParser(wholeNumber(0, UINT32_MAX)),
  canvas: () =>
    new Option("--canvas <n>", "canvas length in tokens (default: from the utterance)").argParser(wholeNumber(1, 128)),
  limit: () => new Option("--limit <n>", "only the first rows").argParser(wholeNumber(1, UINT32_MAX)),
  every: () => new Option("--every <n>", "only every n-th row").argParser(wholeNumber(1, UINT32_MAX)),
  whole: (flags: string, description: string, min: number, max: number) =>
    new Option(flags, description).argParser(wholeNumber(min, max)),
  number: (flags: string, description: string, min: number, max: number) =>
    new Option(flags, description).argParser(numberBetween(min, max)),
  provider: () =>
    new Option("--provider <name>", "execution provider (auto, the default: the best one that works)").choices(
      PROVIDER_SETTINGS,
    ),
  remote: () =>
    new Option("--remote <url>", "an Open Inference Protocol server that computes (token: CODEFUSION_TOKEN)")
      .argParser(httpAddress)
      .conflicts("provider"),
  served: () =>
    new Option("--served <url>", "an OpenAI-compatible API whose --model writes (token: CODEFUSION_TOKEN)")
      .argParser(httpAddress)
      .conflicts(["provider", "remote", "steps", "canvas"]),
  model: () =>
    new Option(
      "--model <folder>",
      "folder with the model's manifest.json, or the id of an installed model; with --served, the name of the served model",
    ),
  models: () => new Option("--models <folder>", "where models are installed (default: this user's data folder)"),
  json: () => new Option("--json", "print one JSON object"),
};

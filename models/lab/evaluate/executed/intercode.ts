import * as z from "zod";
import { parseJsonLines } from "../../../../extension/cli/json-lines";
import { type Language, loadLanguage } from "../../../../extension/languages";
import type { MemoryExample } from "../../../../extension/recall";
import { applySlots, findSlots } from "../../../../extension/utterance";
import type { Part } from "../rows";
import type { ExecutedCase } from "./cases";
import { python } from "./executor";
import { laboratory } from "./laboratory";

const requestSchema = z.looseObject({
  id: z.string(),
  lang: z.literal("bash"),
  nl: z.string(),
  refs: z.array(z.string()),
});

const LINE = { name: "a request", remedy: "install icalfa anew" };

/**
 * The requests of InterCode-ALFA (PyPI icalfa, MIT) as cases of one set; those whose text or command is remembered too are a
 * group of their own. They are run, never read or learnt from.
 * @param folder where the package is installed
 * @throws CodeFusionError bad-input where it is not there, cancelled
 */
export async function readIntercode(
  folder: string,
  examples: readonly MemoryExample[],
  { every = 1, limit }: Part,
  signal: AbortSignal,
): Promise<ExecutedCase[]> {
  const printed = await python([laboratory("execute", "intercode.py"), "--package", folder], signal);
  const requests = parseJsonLines(printed, folder, requestSchema, LINE);
  const isShared = sharedWith(examples, await loadLanguage("bash"));
  return requests
    .filter((_, at) => at % every === 0)
    .slice(0, limit)
    .map((request) => {
      const group = isShared(request) ? "shared with the memory" : "not shared";
      return { ...request, group, set: "InterCode-ALFA", file: folder };
    });
}

/** Whether the memory holds a request's text, or a reference with the request's literals taken out. */
function sharedWith(examples: readonly MemoryExample[], { id, normalise }: Language) {
  const own = examples.filter(({ language }) => language === id);
  const texts = new Set(own.map(({ utterance }) => squashed(utterance)));
  const formOf = (utterance: string, code: string) => normalise(applySlots(code, findSlots(utterance, id), 0));
  const codes = new Set(own.map(({ utterance, code }) => formOf(utterance, code)));
  return ({ nl, refs }: z.infer<typeof requestSchema>): boolean =>
    texts.has(squashed(nl)) || refs.some((code) => codes.has(formOf(nl, code)));
}

const squashed = (text: string): string =>
  text
    .toLowerCase()
    .match(/[a-z\d]+/g)
    ?.join(" ") ?? "";

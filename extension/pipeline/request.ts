import type { GenerateRequest } from "../contract";
import { CodeFusionError, type Message, say } from "../errors";
import { loadLanguage } from "../languages";
import { headerOf, slotLikeIn } from "../model";
import type { Setting } from "../rank";
import { findSlots } from "../utterance";

/** The header where it can matter: beside a table of one value column no rule need name a column. */
export function informativeHeader(request: Pick<GenerateRequest, "language" | "table">): readonly string[] {
  if (request.language !== "cf") return [];
  const header = headerOf(request.table);
  return header.filter((name) => name.toLowerCase() !== "index").length > 1 ? header : [];
}

/** Characters that are read; a model's longest canvas holds far fewer. */
const MOST_UTTERANCE = 2000;
const MOST_CODE = 2000;

/**
 * Refuses a request that cannot be answered.
 * @throws CodeFusionError bad-input
 */
export function checkRequest(request: GenerateRequest): void {
  const whole = (value: number | undefined, least: number, most: number) =>
    value === undefined || (Number.isInteger(value) && value >= least && value <= most);
  const fault = (message: string | Message, remedy: string | Message) =>
    new CodeFusionError("bad-input", message, remedy);
  if (request.utterance.trim() === "") throw fault("the utterance is empty", "say in words what the code should do");
  if (!whole(request.count, 1, 20)) throw fault("the count is not valid", "ask for 1 to 20 candidates");
  if (!whole(request.steps, 1, 200)) throw fault("the steps are not valid", "use 1 to 200 denoising steps");
  if (!whole(request.seed, 0, 2 ** 32 - 1))
    throw fault("the seed is not valid", "use a whole number from 0 to 4294967295");
  if (!whole(request.canvas, 1, 128)) throw fault("the canvas length is not valid", "use 1 to 128 positions");
  if (request.utterance.length > MOST_UTTERANCE)
    throw fault("the utterance is too long", say`say in at most ${MOST_UTTERANCE} characters what the code should do`);
  const { origin } = request;
  const code = typeof origin?.canvas === "string" ? origin.canvas : "";
  if (code.length > MOST_CODE)
    throw fault("the code to start from is too long", say`select at most ${MOST_CODE} characters`);
  const strange = slotLikeIn(request.utterance) ?? slotLikeIn(code);
  if (strange !== undefined)
    throw fault(
      say`the request holds the private character ${strange}, which stands for a literal here`,
      "leave it out, or write it as an escape",
    );
  if (origin === undefined) return;
  if (!(origin.time > 0 && origin.time <= 1))
    throw fault("the noise time is not valid", "use a number above 0, at most 1");
  if (origin.canvas.length === 0) throw fault("there is nothing to start from", "give code, or the tokens of a frame");
  const positions = typeof origin.canvas === "string" ? 0 : origin.canvas.length;
  if (!(origin.pinned ?? []).every((position) => Number.isInteger(position) && position >= 0 && position < positions))
    throw fault("a pinned position is not on the canvas", "pin positions of a canvas that is given as tokens");
}

/**
 * What the samples of a request are judged against, whoever drew them.
 * @throws CodeFusionError internal where the installation lacks the language's grammar
 */
export async function settingFor(
  request: Pick<GenerateRequest, "utterance" | "language" | "table" | "context">,
): Promise<Setting> {
  const { utterance, context } = request;
  const language = await loadLanguage(request.language);
  const around = context === undefined ? undefined : language.enclosing?.(context);
  // Who asks inside of a function for what it does means what it is given, not the function.
  const names = context === undefined ? [] : (language.names?.(context) ?? []).filter((name) => name !== around?.name);
  const marked = [...utterance.matchAll(/`([A-Za-z_]\w*)`/g)].flatMap(([, name]) => name ?? []);
  return {
    language,
    utterance,
    slots: findSlots(utterance, request.language, names),
    names: new Set([...names, ...marked]),
    parameters: around?.parameters ?? [],
    header: informativeHeader(request),
    table: request.table,
  };
}

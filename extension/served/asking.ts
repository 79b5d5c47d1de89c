import { RemoteError } from "../inference";
import { isComplete } from "./answer";
import type { Question, ServedClient, Written } from "./client";
import type { Draw } from "./drawing";
import type { Extra, Family } from "./families";
import type { ServedModel } from "./models";
import { COMPLETION_ENDS, chatFor, gapFor, type ToldRequest, textFor } from "./prompts";
import { ruleGrammar } from "./rule-grammar";
import { ruleSchema } from "./rule-schema";

/** How a served model is asked: by chat, by a text to go on with, or by the code around a gap. */
export type ServedApi = "chat" | "completions" | "infill";

export interface AskingOptions {
  readonly api?: ServedApi;
  readonly contextCharacters: number;
  readonly log?: ((level: "info", message: string) => void) | undefined;
}

/** Tokens of an answer: more is no answer to a one-line request, but models that think aloud need some for that. */
const MOST_TOKENS = 384;
/** Other readings of a token that are asked for. */
const ALTERNATIVES = 3;
/** What servers without chats, or with a model without a chat template, answer to a chat. */
const NO_CHAT: ReadonlySet<number | undefined> = new Set([404, 405, 501]);

/** Puts requests to one served model in the way that it understands. */
export class Asking {
  #api: ServedApi;

  /** @param columns that rules may name */
  constructor(
    private readonly client: ServedClient,
    private readonly model: ServedModel,
    private readonly family: Family,
    private readonly columns: number,
    private readonly options: AskingOptions,
  ) {
    this.#api = options.api ?? "chat";
  }

  /**
   * Asks for the samples of one draw in one request.
   * @returns how many answers came
   * @throws RemoteError, CodeFusionError bad-input, cancelled
   */
  async ask(
    request: ToldRequest,
    draw: Draw,
    onAnswer: (written: Written) => void,
    signal: AbortSignal,
  ): Promise<number> {
    // Code to start from is no gap to fill.
    const api = request.origin && this.#api === "infill" ? "chat" : this.#api;
    const question = await this.#question(api, request, draw);
    try {
      return await this.client.ask(question, onAnswer, signal);
    } catch (error) {
      const noChat = error instanceof RemoteError && NO_CHAT.has(error.details.status);
      if (!noChat || question.path !== CHAT || this.options.api !== undefined) throw error;
      const text = await this.#question("completions", request, draw);
      const given = await this.client.ask(text, onAnswer, signal).catch((second: unknown) => {
        // That there are no completions either says less than why there is no chat.
        throw second instanceof RemoteError && NO_CHAT.has(second.details.status) ? error : second;
      });
      this.#api = "completions";
      this.options.log?.("info", `${this.client.host} has no chat with ${this.model.id}: it completes text`);
      return given;
    }
  }

  async #question(api: ServedApi, request: ToldRequest, { temperature, seed, samples }: Draw): Promise<Question> {
    const { contextCharacters } = this.options;
    const isRule = request.language === "cf";
    const wishes: Extra = {
      seed,
      ...(samples > 1 && { n: samples }),
      ...(isRule && api !== "infill" && this.family.grammar?.(ruleGrammar(this.columns))),
      ...(isRule && api === "chat" && this.family.schema?.(ruleSchema(this.columns))),
    };
    const common = { model: this.model.id, temperature, max_tokens: MOST_TOKENS, ...this.family.body };
    const rest = { answers: samples, replaces: this.family.replaces === true };
    switch (api) {
      case "chat":
        return {
          ...{ path: CHAT, ...rest, isEnough: isComplete },
          body: { ...common, messages: chatFor(request, contextCharacters) },
          wishes: { ...wishes, logprobs: true, top_logprobs: ALTERNATIVES },
        };
      case "completions":
        return {
          ...{ path: "/completions", ...rest, isEnough: () => false },
          body: { ...common, prompt: await textFor(request, contextCharacters), stop: COMPLETION_ENDS },
          wishes: { ...wishes, logprobs: ALTERNATIVES },
        };
      case "infill":
        return this.#gap(request, { ...common, stop: COMPLETION_ENDS }, wishes, rest);
    }
  }

  async #gap(
    request: ToldRequest,
    common: Extra,
    wishes: Extra,
    rest: Pick<Question, "answers" | "replaces">,
  ): Promise<Question> {
    const gap = await gapFor(request, this.options.contextCharacters);
    const { path, fromRoot, body } = this.family.infill ?? {
      path: "/completions",
      body: ({ prefix, suffix }) => ({ prompt: prefix, suffix }),
    };
    return { ...{ path, fromRoot, ...rest, isEnough: () => false }, body: { ...common, ...body(gap) }, wishes };
  }
}

const CHAT = "/chat/completions";

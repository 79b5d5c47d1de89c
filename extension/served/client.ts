import { bulkhead } from "cockatiel";
import { ZodError } from "zod";
import {
  type ClientOptions,
  type Exchange,
  exchange,
  Guard,
  garbledFault,
  hostOf,
  openExchange,
  RemoteError,
} from "../inference";
import { type ChoicePart, ErrorInStream, type Piece, readChunk } from "./chunks";
import { eventsOf } from "./events";
import type { Extra } from "./families";
import { listModels, type ServedModel } from "./models";
import { apiOf, NO_API, rootOf, type ServedServer } from "./server";

/** One answer as it came. */
export interface Written {
  /** Which of the answers of its call. */
  readonly choice: number;
  readonly text: string;
  /** What was appended, in order; of a stream that replaces, nothing. */
  readonly pieces: readonly Piece[];
  /** What a stream that replaces held, event by event. */
  readonly drafts: readonly string[];
}

export interface Question {
  /** From the API's address on, or from the server's. */
  readonly path: string;
  readonly fromRoot?: boolean | undefined;
  readonly body: Extra;
  /** What the answer is the better for, and can be done without: left out where the server refuses it. */
  readonly wishes: Extra;
  /** Answers that are asked for. */
  readonly answers: number;
  /** Whether every event holds the whole answer anew. */
  readonly replaces: boolean;
  /** Whether what has come is enough: the connection is closed then. */
  readonly isEnough: (text: string) => boolean;
}

/** Requests under way at a time, and failed attempts after which the server is left alone: every one of them thrice. */
const TOGETHER = 4;
const FAILURES = 3 * TOGETHER;
const DEADLINE_MS = 300_000;
/** A server may have to load the model first, or have others before this one. */
const SILENCE_MS = 120_000;
/** Of an answer, and of all that is said about its tokens. */
const MOST_BYTES = 8 * 1024 * 1024;
/** What a server answers to a body with something in it that it does not know. */
const UNKNOWN: ReadonlySet<number | undefined> = new Set([400, 415, 422, 500, 501]);

/** The client of one model on one server of an OpenAI-compatible API. */
export class ServedClient {
  readonly host: string;
  readonly #guard: Guard;
  readonly #places = bulkhead(TOGETHER, Number.POSITIVE_INFINITY);
  #takesWishes = true;

  constructor(
    private readonly server: ServedServer,
    private readonly options: ClientOptions,
  ) {
    this.host = hostOf(server);
    this.#guard = new Guard(this.host, (signal) => this.#probe(signal), { failures: FAILURES, ...options });
  }

  /** @throws RemoteError, CodeFusionError cancelled */
  models(signal: AbortSignal): Promise<readonly ServedModel[]> {
    return this.#guard.run(() => listModels(this.server, signal, this.options.deadlineMs), signal);
  }

  /**
   * Asks once; `onAnswer` gets every answer when all of it has come.
   * @returns how many there were: some servers answer once whatever was asked for
   * @throws RemoteError, CodeFusionError cancelled; a failure after some answers is not tried again
   */
  ask(question: Question, onAnswer: (written: Written) => void, signal: AbortSignal): Promise<number> {
    return this.#places.execute(async () => {
      try {
        return await this.#guarded(question, this.#takesWishes, onAnswer, signal);
      } catch (error) {
        const refused = error instanceof RemoteError && UNKNOWN.has(error.details.status);
        if (!refused || !this.#takesWishes || Object.keys(question.wishes).length === 0) throw error;
        const answers = await this.#guarded(question, false, onAnswer, signal);
        this.#takesWishes = false;
        return answers;
      }
    }, signal);
  }

  #guarded(question: Question, wishes: boolean, onAnswer: (written: Written) => void, signal: AbortSignal) {
    return this.#guard.run(async () => {
      let given = 0;
      try {
        await this.#once(question, wishes, signal, (written) => {
          given += 1;
          onAnswer(written);
        });
        return given;
      } catch (error) {
        if (given === 0 || !(error instanceof RemoteError)) throw error;
        throw new RemoteError(error.code, error.said.message, error.said.remedy, false, error.details);
      }
    }, signal);
  }

  async #once(
    { path, fromRoot, body, wishes, answers, replaces, isEnough }: Question,
    withWishes: boolean,
    signal: AbortSignal,
    onAnswer: (written: Written) => void,
  ): Promise<void> {
    const asked = { ...body, ...(withWishes && wishes), stream: true };
    const server = fromRoot ? rootOf(this.server) : apiOf(this.server);
    const coming = new Map<number, ChoiceSoFar>();
    const finish = (choice: ChoiceSoFar) => {
      if (choice.finished) return;
      choice.finished = true;
      onAnswer(choice.written());
    };
    for await (const data of this.#events(server, path, asked, signal)) {
      for (const part of this.#read(data)) {
        const choice = coming.get(part.index) ?? new ChoiceSoFar(part.index, replaces);
        coming.set(part.index, choice);
        if (choice.finished) continue;
        choice.add(part);
        // Only a line that has just come can end the code: long answers are not read again for every token.
        if (part.ended || (/[`~\n]/.test(part.text) && isEnough(choice.text))) finish(choice);
      }
      if (coming.size >= answers && [...coming.values()].every(({ finished }) => finished)) return;
    }
    for (const choice of coming.values()) finish(choice);
    if (coming.size === 0) throw garbledFault(this.host, "it holds no answer", NO_API);
  }

  /** The data of the answer's events; its whole body where the server does not stream. */
  async *#events(server: ServedServer, path: string, body: Extra, signal: AbortSignal): AsyncGenerator<string> {
    const { deadlineMs = DEADLINE_MS } = this.options;
    const request: Exchange = {
      ...{ method: "POST", path, signal, deadlineMs, maxBytes: MOST_BYTES },
      silenceMs: Math.min(deadlineMs, SILENCE_MS),
      headers: { accept: "text/event-stream, application/json", "content-type": "application/json" },
      body: new TextEncoder().encode(JSON.stringify(body)),
    };
    const { headers, parts } = await openExchange(server, request);
    if (headers.get("content-type")?.includes("text/event-stream")) {
      for await (const data of eventsOf(parts)) {
        if (data === "[DONE]") return;
        yield data;
      }
      return;
    }
    const chunks: Uint8Array[] = [];
    for await (const part of parts) chunks.push(part);
    yield Buffer.concat(chunks).toString("utf8");
  }

  #read(data: string): readonly ChoicePart[] {
    try {
      return readChunk(data);
    } catch (error) {
      if (error instanceof ErrorInStream)
        throw garbledFault(this.host, error.message, "see the server's log, or run the command again");
      const reason = error instanceof ZodError ? "it is something else than completions" : "it is not JSON";
      throw garbledFault(this.host, reason, NO_API);
    }
  }

  async #probe(signal: AbortSignal | undefined): Promise<void> {
    const request = { method: "GET", path: "/models", signal, deadlineMs: 10_000, maxBytes: MOST_BYTES } as const;
    try {
      await exchange(apiOf(this.server), request);
    } catch (error) {
      // A server that refuses to list its models is there.
      if (!(error instanceof RemoteError) || error.retry || error.details.hung) throw error;
    }
  }
}

/** One answer while it comes. */
class ChoiceSoFar {
  finished = false;
  text = "";
  readonly #pieces: Piece[] = [];
  readonly #drafts: string[] = [];

  constructor(
    private readonly index: number,
    private readonly replaces: boolean,
  ) {}

  add({ text, pieces }: ChoicePart): void {
    if (!this.replaces) {
      this.text += text;
      this.#pieces.push(...pieces);
    } else if (text !== "") {
      this.text = text;
      this.#drafts.push(text);
    }
  }

  written(): Written {
    return { choice: this.index, text: this.text, pieces: this.#pieces, drafts: this.#drafts };
  }
}

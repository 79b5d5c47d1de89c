/** Every way in which CodeFusion can fail, with what the user can do about it. */
export type ErrorCode =
  | "bad-input"
  | "declined"
  | "model-missing"
  | "model-corrupt"
  /** A model could not be installed or removed: no space, no permission, or another one is busy with it. */
  | "install-failed"
  | "backend-unavailable"
  | "backend-crashed"
  | "no-valid-candidate"
  /** Nothing known is close to the request: no answer is better than a wrong one. */
  | "declined"
  | "cancelled"
  | "internal";

/** Codes after which another backend may be tried with the same seeds. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["backend-unavailable", "backend-crashed"]);

/** Codes of runs that went well and have nothing to offer: an answer, not a fault. */
const ANSWERS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["declined", "no-valid-candidate"]);

/** A sentence with what varies in it apart, so that an editor can say it in its user's language. */
export interface Message {
  /** In English; `{0}` and so on stand for the values. Also the key that a translation is found by. */
  readonly text: string;
  readonly values: readonly (string | number | Message)[];
}

/** Tag of a template: `say`the table ${name} is empty`` keeps its values apart; a value may be a message itself. */
export function say(parts: TemplateStringsArray, ...values: Message["values"]): Message {
  return { text: parts.reduce((text, part, at) => `${text}{${at - 1}}${part}`), values };
}

/** What others said, in the words that they said it in: nothing of it can be translated. */
export function quoted(text: string): Message {
  return { text: "{0}", values: [text] };
}

/** `message` with its values filled in. */
export function inEnglish({ text, values }: Message): string {
  return text.replace(/\{(\d+)\}/g, (whole, index: string) => {
    const value = values[Number(index)] ?? whole;
    return typeof value === "object" ? inEnglish(value) : String(value);
  });
}

/** The one error that crosses module boundaries: what went wrong, and what the user can do. */
export class CodeFusionError extends Error {
  /** In English, as `message` is. */
  readonly remedy: string;
  /** Both as they can be translated. */
  readonly said: { readonly message: Message; readonly remedy: Message };

  /**
   * @param code what kind of failure this is
   * @param message what went wrong, one sentence without a full stop; `say` where something varies
   * @param remedy what the user can do, one sentence without a full stop
   */
  constructor(
    readonly code: ErrorCode,
    message: string | Message,
    remedy: string | Message,
    options?: ErrorOptions,
  ) {
    const said = { message: asMessage(message), remedy: asMessage(remedy) };
    super(inEnglish(said.message), options);
    this.name = "CodeFusionError";
    this.remedy = inEnglish(said.remedy);
    this.said = said;
  }

  /** Whether the next backend of the ladder may be tried. */
  get mayTryNextBackend(): boolean {
    return RETRYABLE.has(this.code);
  }

  /** Whether nothing failed: there is nothing to offer, and a sentence that says why. */
  get isAnswer(): boolean {
    return ANSWERS.has(this.code);
  }

  /** One line for a terminal, a notification or a log. */
  get line(): string {
    return `${this.message}: ${this.remedy}`.replace(/\s+/g, " ");
  }
}

/** Text without anything that varies is a message of its own. */
function asMessage(text: string | Message): Message {
  return typeof text === "string" ? { text, values: [] } : text;
}

/** Any thrown value as a CodeFusionError; an unknown one keeps its text and becomes `internal`. */
export function asCodeFusionError(error: unknown): CodeFusionError {
  if (error instanceof CodeFusionError) return error;
  if (error instanceof Error && error.name === "AbortError") return cancelled();
  const message = error instanceof Error ? error.message : String(error);
  return new CodeFusionError("internal", message, "see the CodeFusion log, and report it if it happens again", {
    cause: error,
  });
}

/** The error of a run that its caller stopped. */
export function cancelled(): CodeFusionError {
  return new CodeFusionError("cancelled", "the run was cancelled", "run the command again to start over");
}

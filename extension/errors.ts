/** Every way in which CodeFusion can fail, with what the user can do about it. */
export type ErrorCode =
  | "bad-input"
  | "model-missing"
  | "model-corrupt"
  | "backend-unavailable"
  | "backend-crashed"
  | "no-valid-candidate"
  /** Nothing known is close to the request: no answer is better than a wrong one. */
  | "declined"
  | "cancelled"
  | "internal";

/** Codes after which another backend may be tried with the same seeds. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["backend-unavailable", "backend-crashed"]);

/** The one error that crosses module boundaries: what went wrong, and what the user can do. */
export class CodeFusionError extends Error {
  /**
   * @param code what kind of failure this is
   * @param message what went wrong, one sentence without a full stop
   * @param remedy what the user can do, one sentence without a full stop
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "CodeFusionError";
  }

  /** Whether the next backend of the ladder may be tried. */
  get mayTryNextBackend(): boolean {
    return RETRYABLE.has(this.code);
  }

  /** One line for a terminal, a notification or a log. */
  get line(): string {
    return `${this.message}: ${this.remedy}`.replace(/\s+/g, " ");
  }
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

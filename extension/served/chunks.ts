import * as z from "zod";

/** A token of an answer, with what the server says of it. */
export interface Piece {
  readonly text: string;
  /** In [0, 1]; absent where the server does not tell. */
  readonly probability?: number;
  readonly alternatives?: readonly { readonly text: string; readonly probability: number }[];
}

/** What came for one of the answers of a call. */
export interface ChoicePart {
  /** Which of the answers. */
  readonly index: number;
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Whether nothing more comes. */
  readonly ended: boolean;
}

const rated = z.object({ token: z.string(), logprob: z.number() });
const logprobsSchema = z.object({
  /** Of chats. */
  content: z.array(rated.extend({ top_logprobs: z.array(rated).nullish() })).nullish(),
  /** Of completions. */
  tokens: z.array(z.string()).nullish(),
  token_logprobs: z.array(z.number().nullable()).nullish(),
});
const said = z.object({ content: z.string().nullish() });
const choiceSchema = z.object({
  index: z.number().int().nonnegative().default(0),
  delta: said.nullish(),
  message: said.nullish(),
  text: z.string().nullish(),
  logprobs: logprobsSchema.nullish(),
  finish_reason: z.string().nullish(),
});
/** One event of a stream, or a whole body: of a chat or a completion, of llama.cpp's infill, or an error in the middle. */
const chunkSchema = z.union([
  z.object({ choices: z.array(choiceSchema) }),
  z.object({ content: z.string(), stop: z.boolean() }).transform(({ content, stop }) => ({
    choices: [choiceSchema.parse({ text: content, finish_reason: stop ? "stop" : null })],
  })),
  z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) }),
]);

/** What a server says went wrong after it had begun to answer. */
export class ErrorInStream extends Error {}

/**
 * What one event says.
 * @throws SyntaxError, ZodError where it is none of the protocol's; ErrorInStream where it says what went wrong
 */
export function readChunk(data: string): readonly ChoicePart[] {
  const chunk = chunkSchema.parse(JSON.parse(data));
  if ("error" in chunk) throw new ErrorInStream(typeof chunk.error === "string" ? chunk.error : chunk.error.message);
  return chunk.choices.map((choice) => {
    const text = choice.delta?.content ?? choice.message?.content ?? choice.text ?? "";
    const pieces = piecesOf(text, choice.logprobs ?? {});
    return { index: choice.index, text, pieces, ended: typeof choice.finish_reason === "string" };
  });
}

/** Tokens where the server tells them, and they are the text; else the text as one. */
function piecesOf(text: string, { content, tokens, token_logprobs }: z.infer<typeof logprobsSchema>): Piece[] {
  const told = content?.map(({ token, logprob, top_logprobs }) => ({
    ...ratedPiece(token, logprob),
    alternatives: (top_logprobs ?? [])
      .filter((other) => other.token !== token)
      .map((other) => ({ text: other.token, probability: probabilityOf(other.logprob) })),
  }));
  const pieces: Piece[] = told ?? tokens?.map((token, at) => ratedPiece(token, token_logprobs?.[at])) ?? [];
  if (pieces.map((piece) => piece.text).join("") === text) return pieces.filter((piece) => piece.text !== "");
  return text === "" ? [] : [{ text }];
}

function ratedPiece(text: string, logprob: number | null | undefined): Piece {
  return logprob == null ? { text } : { text, probability: probabilityOf(logprob) };
}

const probabilityOf = (logprob: number): number => Math.min(1, Math.max(0, Math.exp(logprob)));

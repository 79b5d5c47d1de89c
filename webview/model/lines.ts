import type { FrameToken } from "../../extension/schema";

/**
 * A run of one token's characters on one line: `ink` carries the confidence mark, `space` is indentation or the gap
 * before a word, `newline` ends its line, `pad` stands for an empty position.
 */
export interface Piece {
  readonly position: number;
  readonly kind: "ink" | "space" | "newline" | "pad";
  readonly text: string;
}

export type Line = readonly Piece[];

/** The canvas as lines of pieces; the pieces' texts joined are the tokens' texts joined. */
export function linesOf(tokens: readonly FrameToken[]): readonly Line[] {
  const lines: Piece[][] = [[]];
  for (const [position, token] of tokens.entries()) {
    for (const piece of piecesOf(token.text, position)) {
      lines.at(-1)?.push(piece);
      if (piece.kind === "newline") lines.push([]);
    }
  }
  return lines;
}

/** The position of the first PAD, where the code is cut; the canvas length when there is none. */
export function cutOf(tokens: readonly FrameToken[]): number {
  const first = tokens.findIndex((token) => token.text === "");
  return first < 0 ? tokens.length : first;
}

function piecesOf(text: string, position: number): Piece[] {
  if (text === "") return [{ position, kind: "pad", text }];
  // A token of blanks alone is inked, for its confidence has to be seen somewhere.
  if (/^[ \t]+$/.test(text)) return [{ position, kind: "ink", text }];
  return text.split(/(\r\n|\r|\n)/).flatMap((part, index) => {
    if (index % 2 === 1) return [{ position, kind: "newline" as const, text: part }];
    return blanksApart(part).map((piece) => ({ position, ...piece }));
  });
}

function blanksApart(text: string): Omit<Piece, "position">[] {
  const start = text.length - text.replace(/^[ \t]+/, "").length;
  let end = text.length;
  while (end > start && (text[end - 1] === " " || text[end - 1] === "\t")) end -= 1;
  return [
    { kind: "space" as const, text: text.slice(0, start) },
    { kind: "ink" as const, text: text.slice(start, end) },
    { kind: "space" as const, text: text.slice(end) },
  ].filter((piece) => piece.text !== "");
}

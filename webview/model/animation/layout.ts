import type { StageFrame } from "../../../extension/schema";
import { type Band, bandOf } from "../bands";
import { flipsOf } from "../flips";
import { cutOf, linesOf } from "../lines";
import { visible } from "../visible";

/** A run of characters at its place in the drawing. */
export interface Placed {
  readonly row: number;
  readonly column: number;
  readonly text: string;
  readonly kind: "ink" | "newline" | "pad";
  readonly band: Band;
  readonly flip: boolean;
  readonly cut: boolean;
}

export interface Layout {
  readonly pieces: readonly Placed[];
  readonly rows: number;
}

const TAB = 4;
const SIGNS = { newline: "↵", pad: "·" } as const;

/** A frame's pieces on a grid of characters, `columns` wide; what does not fit goes on in the next row. */
export function layOut(frame: StageFrame, previous: StageFrame | undefined, columns: number): Layout {
  const flips = new Set(flipsOf(previous, frame).map(({ position }) => position));
  const cut = cutOf(frame.tokens);
  const pieces: Placed[] = [];
  let row = 0;
  for (const line of linesOf(frame.tokens)) {
    let column = 0;
    for (const { kind, position, text } of line) {
      if (kind === "space") {
        column += text.replaceAll("\t", " ".repeat(TAB)).length;
        continue;
      }
      const shown = kind === "ink" ? visible(text).replaceAll("\t", " ".repeat(TAB)) : SIGNS[kind];
      const band = bandOf(frame.tokens[position]?.confidence);
      const look = { kind, band, flip: flips.has(position), cut: position >= cut };
      for (const part of chunks(shown, columns)) {
        if (column > 0 && column + part.length > columns) {
          row += 1;
          column = 0;
        }
        pieces.push({ ...look, row, column, text: part });
        column += part.length;
      }
    }
    row += 1;
  }
  return { pieces, rows: row };
}

function chunks(text: string, size: number): readonly string[] {
  const characters = [...text];
  const parts: string[] = [];
  for (let from = 0; from < characters.length; from += size) parts.push(characters.slice(from, from + size).join(""));
  return parts;
}

import * as vscode from "vscode";
import { CodeFusionError } from "../../errors";
import { entryAt } from "../history";
import { requireWritable } from "../offer/insert-code";
import { unchangedLast } from "../offer/unchanged";
import { rangeIn } from "../shell/offsets";
import type { GenerateParts } from "./generate-from-comment";
import { Place } from "./place";
import { newSeed } from "./requests";

/** Other candidates, from a new seed, for code that was inserted before; what is chosen takes its place. */
export class Regenerate {
  constructor(private readonly parts: GenerateParts) {}

  /**
   * @param args `{ id }` of a history entry; that of the cursor when absent
   * @throws CodeFusionError bad-input when there is no such code, cancelled, and what the pipeline throws
   */
  async run(args?: unknown): Promise<void> {
    const entry = await entryAt(this.parts.histories, args);
    if (entry === undefined) {
      throw new CodeFusionError(
        "bad-input",
        "there is no inserted code to regenerate",
        "put the cursor on code that CodeFusion inserted",
      );
    }
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(entry.uri));
    await requireWritable(document);
    const { utterance, language, code } = await entry.history;
    const { start, end } = rangeIn(document, entry.range);
    const asked = { utterance, startLine: start.line };
    const request = { ...(await this.parts.requests.make(document, language, asked)), seed: newSeed() };
    const fitting = await this.parts.loadLanguage(language);
    const lines = { startLine: start.line, endLine: end.line };
    await this.parts.offer.offer({
      request,
      place: Place.insteadOf(document, lines, entry.indent, { language: fitting }),
      replaces: entry.id,
      compute: (plain) => unchangedLast(plain, code, fitting),
    });
  }
}

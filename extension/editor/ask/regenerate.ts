import * as vscode from "vscode";
import { CodeFusionError } from "../../errors";
import { entryAt, type Histories } from "../history";
import { requireWritable } from "../offer/insert-code";
import type { OfferCandidates } from "../offer/offer-candidates";
import { rangeIn } from "../shell/offsets";
import { Place } from "./place";
import { newSeed, type Requests } from "./requests";

/** Other candidates, from a new seed, for code that was inserted before; what is chosen takes its place. */
export class Regenerate {
  constructor(
    private readonly requests: Requests,
    private readonly histories: Histories,
    private readonly candidates: OfferCandidates,
  ) {}

  /**
   * @param args `{ id }` of a history entry; that of the cursor when absent
   * @throws CodeFusionError bad-input when there is no such code, cancelled, and what the pipeline throws
   */
  async run(args?: unknown): Promise<void> {
    const entry = await entryAt(this.histories, args);
    if (entry === undefined) {
      throw new CodeFusionError(
        "bad-input",
        "there is no inserted code to regenerate",
        "put the cursor on code that CodeFusion inserted",
      );
    }
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(entry.uri));
    await requireWritable(document);
    const { utterance, language } = await entry.history;
    const { start, end } = rangeIn(document, entry.range);
    const request = { ...(await this.requests.make(document, language, utterance, start.line)), seed: newSeed() };
    const lines = { startLine: start.line, endLine: end.line };
    await this.candidates.offer({
      request,
      place: Place.insteadOf(document, lines, entry.indent),
      replaces: entry.id,
    });
  }
}

import * as vscode from "vscode";
import * as z from "zod";
import { CodeFusionError } from "../../errors";
import type { Histories } from "../history";
import { requireWritable } from "../offer/insert-code";
import type { OfferCandidates, Task } from "../offer/offer-candidates";
import { commentSyntax, requireLanguage } from "../shell/editor-languages";
import { type FittingLanguage, type LoadLanguage, Place } from "./place";
import { type CommentSyntax, existingCode, findPromptComment, type PromptComment } from "./prompt-comment";
import type { Requests } from "./requests";

/** Commands can be called by anyone with anything: the context menu passes a Uri, a CodeLens a line. */
const argsSchema = z.object({ line: z.number().int().nonnegative() });

export interface GenerateParts {
  readonly requests: Requests;
  readonly offer: OfferCandidates;
  readonly histories: Histories;
  readonly loadLanguage: LoadLanguage;
}

/** The main job: from the prompt comments at the cursors to code below them. */
export class GenerateFromComment {
  constructor(private readonly parts: GenerateParts) {}

  /**
   * Reads the comment at each cursor (or at the line that `args` names), offers candidates for one after the other;
   * leaving a list leaves those that would follow.
   * @throws CodeFusionError bad-input, cancelled, and what the pipeline throws
   */
  async run(args?: unknown): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) throw noEditor();
    const asked = argsSchema.safeParse(args);
    const lines = asked.success ? [asked.data.line] : editor.selections.map(({ active }) => active.line);
    const tasks = await this.#tasksAt(editor.document, lines);
    let reached = 0;
    try {
      for (const task of tasks) {
        reached++;
        const choice = await this.parts.offer.offer(task);
        if (choice?.kind !== "insert") break;
      }
    } finally {
      for (const { place } of tasks.slice(reached)) place.dispose();
    }
  }

  async #tasksAt(document: vscode.TextDocument, cursors: readonly number[]): Promise<readonly Task[]> {
    const language = requireLanguage(document.languageId);
    const syntax = commentSyntax(language);
    const lines = linesOf(document);
    const prompts = promptsAt(cursors, (at) => findPromptComment(lines, at, syntax));
    await requireWritable(document);
    const fitting = await this.parts.loadLanguage(language);
    const tasks: Task[] = [];
    for (const [index, prompt] of prompts.entries()) {
      tasks.push({
        request: await this.parts.requests.make(document, language, prompt),
        ...(await this.#placeOf(document, prompt, { lines, syntax, fitting })),
        position: prompts.length > 1 ? vscode.l10n.t("{0} of {1}", index + 1, prompts.length) : "",
      });
    }
    return tasks;
  }

  /** Where code for `prompt` goes; who asks again wants another answer, not one above the first. */
  async #placeOf(
    document: vscode.TextDocument,
    prompt: PromptComment,
    file: { readonly lines: readonly string[]; readonly syntax: CommentSyntax; readonly fitting: FittingLanguage },
  ): Promise<Pick<Task, "place" | "replaces">> {
    const language = file.fitting;
    const own = await insertedBelow(this.parts.histories, document, prompt);
    if (own === undefined) {
      const existing = existingCode(file.lines, prompt, file.syntax);
      return { place: Place.belowComment(document, prompt, existing, { language }) };
    }
    const span = { startLine: own.range.start.line, endLine: own.range.end.line };
    return { place: Place.belowComment(document, prompt, span, { language, isOwn: true }), replaces: own.id };
  }
}

/** The code that was inserted right below `prompt`, where it can still be recognised. */
async function insertedBelow(histories: Histories, document: vscode.TextDocument, prompt: PromptComment) {
  const below = prompt.endLine + 1;
  const inserted = histories.of(document).find(({ range }) => range.start.line === below);
  if (inserted === undefined) return undefined;
  const entry = await histories.at(document, inserted.range.start);
  return entry?.id === inserted.id ? inserted : undefined;
}

/** The lines of a document without their ends. */
export function linesOf(document: vscode.TextDocument): readonly string[] {
  return document.getText().split(/\r\n|\r|\n/);
}

/** Each prompt once, from the top. Of several cursors some may stand elsewhere, but not all. */
function promptsAt(cursors: readonly number[], find: (line: number) => PromptComment): readonly PromptComment[] {
  const prompts = new Map<number, PromptComment>();
  let failure: unknown;
  for (const cursor of cursors) {
    try {
      const prompt = find(cursor);
      prompts.set(prompt.startLine, prompt);
    } catch (error) {
      failure = error;
    }
  }
  if (prompts.size === 0) throw failure;
  return [...prompts.values()].sort((a, b) => a.startLine - b.startLine);
}

function noEditor(): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    "no editor is open",
    "open a file and put the cursor on a comment that says what the code should do",
  );
}

import * as vscode from "vscode";
import { isCfDocument } from "./rule-at";
import type { Tables } from "./tables";

type Features = typeof import("./features");

/** The rule language in the editor. Its parser is not loaded before the first .cfrule file is open. */
export class CfRules implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[];
  #loading: Promise<Features> | undefined;
  #preview: InstanceType<Features["RulePreview"]> | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly tables: Tables,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscriptions = [vscode.workspace.onDidOpenTextDocument((document) => this.#loadFor(document))];
    for (const document of vscode.workspace.textDocuments) this.#loadFor(document);
  }

  /** The page of the open preview, for tests. */
  get previewHtml(): string | undefined {
    return this.#preview?.html;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** @throws CodeFusionError bad-input */
  async preview(args: unknown): Promise<void> {
    const { RulePreview } = await this.#load();
    if (this.#preview === undefined) {
      this.#preview = new RulePreview(this.extensionUri, this.tables);
      this.#subscriptions.push(this.#preview);
    }
    await this.#preview.show(args);
  }

  /** @throws CodeFusionError bad-input */
  async copyAsExcelFormula(args: unknown): Promise<void> {
    return (await this.#load()).copyAsExcelFormula(this.tables, args);
  }

  /** @throws CodeFusionError bad-input */
  async chooseTable(args: unknown): Promise<void> {
    return (await this.#load()).chooseTable(this.tables, args);
  }

  #loadFor(document: vscode.TextDocument): void {
    if (!isCfDocument(document) || this.#loading) return;
    this.#load().catch((error: unknown) => this.log.error(`CF rules: ${String(error)}`));
  }

  #load(): Promise<Features> {
    this.#loading ??= import("./features").then((features) => {
      this.#subscriptions.push(features.registerFeatures(this.tables));
      return features;
    });
    return this.#loading;
  }
}

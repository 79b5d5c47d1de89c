import * as vscode from "vscode";
import { BACKEND_SETTINGS, type BackendSetting } from "../../policy/destination";
import { SETTINGS, SETTINGS_SECTION } from "./ids";

export const PROVIDERS = ["auto", "cpu", "cuda", "dml", "coreml", "webgpu"] as const;
export type ConfiguredProvider = (typeof PROVIDERS)[number];

/** Who is to generate, as the settings say; the texts as they were written. */
export interface BackendChoice {
  readonly backend: BackendSetting;
  readonly provider: ConfiguredProvider;
  /** Name of an installed model; empty for the one that comes with the extension. */
  readonly model: string;
  readonly remoteUrl: string;
  readonly servedUrl: string;
  readonly servedModel: string;
  readonly certificateAuthority: string;
}

/** The settings as typed values; what is out of range or of the wrong type falls back to the default. */
export class Config implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SETTINGS_SECTION)) this.#changed.fire();
  });

  /** Fires after any of the settings changed. */
  readonly onDidChange = this.#changed.event;

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** Candidates to ask for, 1 to 20. */
  candidates(scope?: vscode.ConfigurationScope): number {
    return this.#integer(SETTINGS.candidates, 1, 20, scope) ?? 5;
  }

  /** Denoising steps T, 1 to 200; undefined for the model's default. */
  steps(scope?: vscode.ConfigurationScope): number | undefined {
    return this.#integer(SETTINGS.steps, 1, 200, scope);
  }

  /** Unsigned 32-bit; undefined for a new seed each run. */
  seed(scope?: vscode.ConfigurationScope): number | undefined {
    return this.#integer(SETTINGS.seed, 0, 0xffff_ffff, scope);
  }

  executionProvider(): ConfiguredProvider {
    const value = this.#get<unknown>(SETTINGS.executionProvider);
    return PROVIDERS.find((provider) => provider === value) ?? "auto";
  }

  backendChoice(): BackendChoice {
    const value = this.#get<unknown>(SETTINGS.backend);
    return {
      backend: BACKEND_SETTINGS.find((backend) => backend === value) ?? "auto",
      provider: this.executionProvider(),
      model: this.#text(SETTINGS.model),
      remoteUrl: this.#text(SETTINGS.remoteUrl),
      servedUrl: this.#text(SETTINGS.servedUrl),
      servedModel: this.#text(SETTINGS.servedModel),
      certificateAuthority: this.#text(SETTINGS.certificateAuthority),
    };
  }

  /** Changes where code is generated, for this user on this machine. */
  async choose(choice: Partial<Omit<BackendChoice, "provider">>): Promise<void> {
    const settings = vscode.workspace.getConfiguration(SETTINGS_SECTION);
    const values = Object.entries(choice) as [keyof typeof choice, string][];
    // The backend last: it is never set on an address that is yet to come.
    for (const [name, value] of values.sort(([a], [b]) => Number(a === "backend") - Number(b === "backend")))
      await settings.update(SETTINGS[name], value, vscode.ConfigurationTarget.Global);
  }

  /** Whether the code of this file is never sent to a served model. */
  codeStays(document: vscode.TextDocument): boolean {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    return this.#servedExclude(document).some((glob) => {
      const patterns = [glob, ...(folder ? [new vscode.RelativePattern(folder, glob)] : [])];
      const selector = patterns.map((pattern) => ({ pattern }));
      return vscode.languages.match(selector, document) > 0;
    });
  }

  /** The user's globs, and those of the workspace: it may exclude more, but not less. */
  #servedExclude(scope: vscode.ConfigurationScope): readonly string[] {
    const found = vscode.workspace
      .getConfiguration(SETTINGS_SECTION, scope)
      .inspect<Readonly<Record<string, unknown>>>(SETTINGS.servedExclude);
    const own = { ...found?.defaultValue, ...found?.globalValue };
    const all = [own, found?.workspaceValue ?? {}, found?.workspaceFolderValue ?? {}];
    return [...new Set(all.flatMap((globs) => Object.keys(globs).filter((glob) => globs[glob] === true)))];
  }

  /** Whether samples that were rejected are listed too, marked. */
  showInvalid(): boolean {
    return this.#get<unknown>(SETTINGS.showInvalid) === true;
  }

  /** Histories kept per workspace, 0 to 200. */
  historyLimit(): number {
    return this.#integer(SETTINGS.historyLimit, 0, 200) ?? 20;
  }

  /** Whether inline suggestions come without being asked for. */
  inlineAutomatic(scope?: vscode.ConfigurationScope): boolean {
    return this.#get<unknown>(SETTINGS.inlineAutomatic, scope) === true;
  }

  /** How long typing must pause before they come; 0 to 5000, in ms. */
  inlineDelay(scope?: vscode.ConfigurationScope): number {
    return this.#integer(SETTINGS.inlineDelay, 0, 5000, scope) ?? 500;
  }

  /** Whether prompt comments and inserted code have lenses above them. */
  codeLens(scope?: vscode.ConfigurationScope): boolean {
    return this.#get<unknown>(SETTINGS.codeLens, scope) === true;
  }

  /** Whether the model is opened while a prompt comment is typed. */
  warmUp(scope?: vscode.ConfigurationScope): boolean {
    return this.#get<unknown>(SETTINGS.warmUp, scope) !== false;
  }

  #text(key: string): string {
    const value = this.#get<unknown>(key);
    return typeof value === "string" ? value.trim() : "";
  }

  #integer(key: string, least: number, most: number, scope?: vscode.ConfigurationScope): number | undefined {
    const value = this.#get<unknown>(key, scope);
    const fits = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
    return fits ? value : undefined;
  }

  #get<T>(key: string, scope?: vscode.ConfigurationScope): T | undefined {
    return vscode.workspace.getConfiguration(SETTINGS_SECTION, scope).get<T>(key);
  }
}

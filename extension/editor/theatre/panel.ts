import * as vscode from "vscode";
import type { StageFrame, TheatreState } from "../../schema";
import { VIEWS } from "../shell/ids";
import { theatreHtml } from "./html";
import { editorSpeech, pageFolder } from "./page-files";
import { type TheatreHandlers, TheatreSession } from "./session";

export const THEATRE_VIEW_TYPE = VIEWS.theatre;

/** The one denoising theatre of a window. */
export class TheatrePanel implements vscode.Disposable {
  private static open: TheatrePanel | undefined;
  private readonly session: TheatreSession;
  private readonly listeners: readonly vscode.Disposable[];

  private constructor(
    private readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    handlers: TheatreHandlers,
  ) {
    const root = pageFolder(extensionUri);
    panel.webview.options = webviewOptions(extensionUri);
    this.session = new TheatreSession(panel.webview, handlers, (error) => {
      void vscode.window.showErrorMessage(error.line);
    });
    this.listeners = [
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.session.suspend();
      }),
      panel.onDidDispose(() => this.closed()),
    ];
    const uri = (file: string) => panel.webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
    const sources = { cspSource: panel.webview.cspSource, script: uri("theatre.js"), style: uri("theatre.css") };
    panel.webview.html = theatreHtml(sources, editorSpeech());
  }

  /** The open theatre, if there is one. */
  static get current(): TheatrePanel | undefined {
    return TheatrePanel.open;
  }

  /** Shows `state` in the theatre: in the open panel where there is one, else in a new one beside the editor. */
  static show(extensionUri: vscode.Uri, state: TheatreState, handlers: TheatreHandlers): TheatrePanel {
    const open = TheatrePanel.open ?? TheatrePanel.create(extensionUri, handlers);
    open.session.open(state, handlers);
    open.panel.reveal();
    return open;
  }

  /**
   * Takes over a panel that the editor restored after a reload. `state` is undefined where what it had saved cannot be
   * read; its page then says so itself.
   */
  static restore(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    state: TheatreState | undefined,
    handlers: TheatreHandlers,
  ): TheatrePanel {
    TheatrePanel.open?.dispose();
    const open = new TheatrePanel(panel, extensionUri, handlers);
    TheatrePanel.open = open;
    if (state) open.session.open(state);
    return open;
  }

  private static create(extensionUri: vscode.Uri, handlers: TheatreHandlers): TheatrePanel {
    const column = vscode.ViewColumn.Beside;
    const options = webviewOptions(extensionUri);
    const panel = vscode.window.createWebviewPanel(
      THEATRE_VIEW_TYPE,
      vscode.l10n.t("CodeFusion: Denoising"),
      column,
      options,
    );
    TheatrePanel.open = new TheatrePanel(panel, extensionUri, handlers);
    return TheatrePanel.open;
  }

  /** Shows another state in place, leaving the focus where it is. */
  update(state: TheatreState): void {
    this.session.open(state);
  }

  /** One more step of a live run. */
  step(frames: readonly StageFrame[]): void {
    this.session.step(frames);
  }

  /** Moves the clock to `frame` (an index into the selected candidate's frames; the last where there are fewer). */
  seek(frame: number): void {
    this.session.seek(frame);
  }

  /** Closes the panel. */
  dispose(): void {
    this.panel.dispose();
  }

  private closed(): void {
    if (TheatrePanel.open === this) TheatrePanel.open = undefined;
    this.session.dispose();
    for (const listener of this.listeners) listener.dispose();
  }
}

function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [pageFolder(extensionUri)] };
}

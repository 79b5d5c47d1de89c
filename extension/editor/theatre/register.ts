import * as vscode from "vscode";
import { theatreStateSchema } from "../../schema";
import { THEATRE_VIEW_TYPE, TheatrePanel } from "./panel";
import type { TheatreHandlers } from "./session";

/** Lets an open theatre survive a reload of the window: its page saves what it shows, and this brings it back. */
export function registerTheatre(context: vscode.ExtensionContext, handlers: TheatreHandlers): vscode.Disposable {
  const registration = vscode.window.registerWebviewPanelSerializer(THEATRE_VIEW_TYPE, {
    async deserializeWebviewPanel(panel: vscode.WebviewPanel, saved: unknown) {
      const read = theatreStateSchema.safeParse(saved);
      if (!read.success) handlers.log.warn("theatre: the state saved before the reload cannot be read");
      TheatrePanel.restore(panel, context.extensionUri, read.data, handlers);
    },
  });
  context.subscriptions.push(registration);
  return registration;
}

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** Calls that translate: `vscode.l10n.t(…)`, `l10n.t(…)`, and `t(…)` where it was taken out of it. */
const TRANSLATES = /^((vscode\.)?l10n\.t|t)$/;

export interface Strings {
  readonly messages: ReadonlySet<string>;
  /** Calls whose message is not a plain string: no translator ever sees it. */
  readonly unclear: readonly string[];
}

/** Every message below `folder` that is shown in the user's language. */
export function stringsBelow(folder: string): Strings {
  const messages = new Set<string>();
  const unclear: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const file = path.join(entry.parentPath, entry.name);
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    visit(source, source);
  }
  return { messages, unclear };

  function visit(node: ts.Node, source: ts.SourceFile): void {
    if (ts.isCallExpression(node) && TRANSLATES.test(node.expression.getText(source))) {
      const [message] = node.arguments;
      if (message && ts.isStringLiteralLike(message)) messages.add(message.text);
      else unclear.push(`${source.fileName}: ${node.getText(source)}`);
    }
    ts.forEachChild(node, (child) => visit(child, source));
  }
}

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

/** Every message and remedy of a CodeFusionError that is made in `place`, a file or a folder; values as {0} and so on. */
export function errorsBelow(place: string): string[] {
  return sourcesBelow(place).flatMap(errorsIn);
}

/** Everything that speaks for a sample or against it, as it is written in `place`. */
export function evidenceBelow(place: string): string[] {
  return sourcesBelow(place).flatMap(evidenceIn);
}

function sourcesBelow(place: string): ts.SourceFile[] {
  const files = place.endsWith(".ts")
    ? [place]
    : readdirSync(place, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
        .map((entry) => path.join(entry.parentPath, entry.name));
  return files.map((file) => ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true));
}

const SAYS = /^says$/;

function evidenceIn(node: ts.Node): string[] {
  const told =
    (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && SAYS.test(node.name.getText())
      ? textsIn(node.initializer)
      : [];
  return [...told, ...node.getChildren().flatMap(evidenceIn)];
}

/** The texts that an expression may come to. */
function textsIn(node: ts.Node | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isConditionalExpression(node)) return [...textsIn(node.whenTrue), ...textsIn(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return textsIn(node.right);
  const text = templateOf(node);
  return text === undefined ? [] : [text];
}

function errorsIn(node: ts.Node): string[] {
  return [...messagesOf(node).flatMap((each) => templateOf(each) ?? []), ...node.getChildren().flatMap(errorsIn)];
}

/** Message and remedy where an error is made: by its constructor, or by a `fault` of the file's own. */
function messagesOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isNewExpression(node) && node.expression.getText() === "CodeFusionError")
    return node.arguments?.slice(1, 3) ?? [];
  return ts.isCallExpression(node) && node.expression.getText() === "fault" ? node.arguments.slice(0, 2) : [];
}

/** A literal as it stands, a template with its values numbered; undefined for what is put together elsewhere. */
function templateOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  const template = ts.isTaggedTemplateExpression(node) ? node.template : node;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  if (!ts.isTemplateExpression(template)) return undefined;
  return template.head.text + template.templateSpans.map(({ literal }, at) => `{${at}}${literal.text}`).join("");
}

/** Messages and remedies of errors whose values are filled in before anybody can translate them. */
export function filledIn(place: string): string[] {
  const below = (node: ts.Node): string[] => [
    ...messagesOf(node).flatMap((each) => (ts.isTemplateExpression(each) ? each.getText() : [])),
    ...node.getChildren().flatMap(below),
  ];
  return sourcesBelow(place).flatMap(below);
}

/** The texts of every `say` in `place`: messages that are put into a variable first. */
export function saidBelow(place: string): string[] {
  const below = (node: ts.Node): string[] => [
    ...(ts.isTaggedTemplateExpression(node) && node.tag.getText() === "say" ? [templateOf(node) ?? ""] : []),
    ...node.getChildren().flatMap(below),
  ];
  return sourcesBelow(place).flatMap(below);
}

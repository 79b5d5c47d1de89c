/** What `vscode.l10n.t` does: the message in the user's language, `{0}` and so on filled in. */
export type Translate = (message: string, ...values: (string | number)[]) => string;

/** The message as it is written: for places without an editor. */
export const untranslated: Translate = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));

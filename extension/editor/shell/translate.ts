import { inEnglish, type Message } from "../../errors";

/** What `vscode.l10n.t` does: the message in the user's language, `{0}` and so on filled in. */
export type Translate = (message: string, ...values: (string | number)[]) => string;

/** The message as it is written: for places without an editor. */
export const untranslated: Translate = (text, ...values) => inEnglish({ text, values });

/** `message` in the language that `translate` speaks. */
export function translated({ text, values }: Message, translate: Translate): string {
  return translate(text, ...values.map((value) => (typeof value === "object" ? translated(value, translate) : value)));
}

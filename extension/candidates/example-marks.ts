import { type Recalled, restoreSlots } from "../model";
import type { Setting } from "./judge";

/** Knows candidates that are a remembered example with the utterance's literals, and no more. */
export class ExampleMarks {
  private readonly byCode = new Map<string, string>();

  constructor(
    recalled: readonly Recalled[],
    private readonly setting: Setting,
  ) {
    const { language, slots, header } = setting;
    for (const { example } of recalled) {
      const quote = (literal: string, before: string) => language.quote(literal, before);
      const restored = restoreSlots(example.slotted, slots, header.length, quote);
      if (!("code" in restored)) continue;
      const key = language.normalise(language.format(restored.code));
      if (!this.byCode.has(key)) this.byCode.set(key, example.utterance);
    }
  }

  /** The utterance of the example that `code` is; undefined where it is none. */
  of(code: string): string | undefined {
    return this.byCode.get(this.setting.language.normalise(code));
  }
}

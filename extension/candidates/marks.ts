import type { Caution } from "../languages";
import { type Recalled, restoreSlots } from "../model";
import type { Setting } from "./judge";

/** What a person should know of a candidate before taking it. */
export interface Marks {
  /** Set where the code is a remembered example with the utterance's literals, and no more: that example's utterance. */
  readonly example?: string;
  /** What the code does that cannot be undone; absent where it does nothing of the kind. */
  readonly cautions?: readonly Caution[];
}

/** Marks candidates. */
export class Marker {
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

  /** What is to be known of `code`. */
  of(code: string): Marks {
    const { language } = this.setting;
    const example = this.byCode.get(language.normalise(code));
    const cautions = language.cautions?.(code) ?? [];
    return { ...(example !== undefined && { example }), ...(cautions.length > 0 && { cautions }) };
  }
}

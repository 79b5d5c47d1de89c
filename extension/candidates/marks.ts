import type { Caution } from "../languages";
import type { Recalled } from "../model";
import { codeOf, type Setting } from "./judge";
import type { JudgedSample } from "./sample";

/** What a person should know of a candidate before taking it. */
export interface Marks {
  /** Set where the code is a remembered example with the utterance's literals, and no more: that example's utterance. */
  readonly example?: string;
  /** Set where it was drawn with words of the utterance hidden: another rule about the same things, perhaps. */
  readonly partial?: boolean;
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
    for (const { example } of recalled) {
      const code = codeOf(example.slotted, setting);
      if (code === undefined) continue;
      const key = setting.language.normalise(code);
      if (!this.byCode.has(key)) this.byCode.set(key, example.utterance);
    }
  }

  /** What is to be known of a sample. */
  of({ code, partial }: Pick<JudgedSample, "code" | "partial">): Marks {
    const { language } = this.setting;
    const example = this.byCode.get(language.normalise(code));
    const cautions = language.cautions?.(code) ?? [];
    return {
      ...(example !== undefined && { example }),
      ...(partial && { partial }),
      ...(cautions.length > 0 && { cautions }),
    };
  }
}

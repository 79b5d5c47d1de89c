import type { Marks } from "../contract";
import type { Recalled } from "../recall";
import { codeOf, type Setting } from "./judge";
import type { JudgedSample } from "./sample";

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
  of({ code }: Pick<JudgedSample, "code">): Marks {
    const { language } = this.setting;
    const example = this.byCode.get(language.normalise(code));
    const cautions = language.cautions?.(code) ?? [];
    return {
      ...(example !== undefined && { example }),
      ...(cautions.length > 0 && { cautions }),
    };
  }
}

import { CodeFusionError } from "../errors";
import { normalisedDistance } from "../languages/text";
import type { HistoryReader } from "../pipeline";
import { judgeTexts, type Setting } from "../rank";
import type { Frame, FrameToken, History } from "../schema";
import { readAnswer } from "./answer";
import type { Written } from "./client";
import { ruleIn } from "./rule-schema";

/** Frames of a history at most: more would say nothing more to the eye, and histories are kept. */
const MOST_FRAMES = 16;

/** What had come of an answer at some moment. */
interface Stage {
  readonly text: string;
  readonly tokens: FrameToken[];
}

/** The histories of answers: what had come, from the first part on, and at last the code that was made of it. */
export class StreamReader implements HistoryReader {
  /** @param written answers by the index of their sample */
  constructor(
    private readonly written: readonly Written[],
    private readonly setting: Setting,
  ) {}

  /** @throws CodeFusionError bad-input where the run has no such sample */
  async frames(index: number | undefined, finalCode: string, valid: boolean): Promise<readonly Frame[]> {
    const answer = index === undefined ? undefined : this.written[index];
    if (answer === undefined)
      throw new CodeFusionError("bad-input", "this sample is not of this run", "use a candidate of the result");
    const stages = stagesOf(answer);
    const last = stages.length - 1;
    return stages.map(({ text, tokens }, at): Frame => {
      const step = last - at;
      const common = { step, t: step / Math.max(1, last), source: "stream", tokens } as const;
      if (step === 0) return { ...common, code: finalCode, valid, editDistance: 0 };
      const { language, utterance } = this.setting;
      const { code } = readAnswer(language.id === "cf" ? ruleIn(text) : text, utterance);
      const [judged] = judgeTexts([{ index: 0, seed: 0, slotted: code, probability: 1 }], this.setting);
      const shown = judged?.code ?? code;
      return {
        ...common,
        code: shown,
        valid: judged?.fault === undefined,
        editDistance: normalisedDistance(shown, finalCode),
      };
    });
  }

  course(index: number | undefined): Pick<History, "steps" | "stream"> | undefined {
    const answer = index === undefined ? undefined : this.written[index];
    return (
      answer && {
        steps: Math.max(1, stagesOf(answer).length - 1),
        stream: answer.drafts.length > 0 ? "replace" : "append",
      }
    );
  }
}

function stagesOf({ text, pieces, drafts }: Written): readonly Stage[] {
  if (drafts.length > 0)
    return spread(drafts.length).map((at) => {
      const draft = drafts[at] ?? text;
      // The server shows the text, not its tokens.
      return { text: draft, tokens: (draft.match(/\s*\S+|\s+$/g) ?? []).map((word) => ({ text: word })) };
    });
  const tokens = pieces.map(({ text: shown, probability, alternatives = [] }) => ({
    text: shown,
    ...(probability !== undefined && { confidence: probability }),
    ...(alternatives.length > 0 && {
      alternatives: alternatives.map((other) => ({ text: other.text, confidence: other.probability })),
    }),
  }));
  return spread(tokens.length).map((at) => {
    const come = tokens.slice(0, at + 1);
    return { text: come.map((token) => token.text).join(""), tokens: come };
  });
}

/** Indices below `length` from the first to the last, MOST_FRAMES at most. */
function spread(length: number): readonly number[] {
  if (length === 0) return [0];
  const shown = Math.min(length, MOST_FRAMES);
  return Array.from({ length: shown }, (_, at) => Math.round((at * (length - 1)) / Math.max(1, shown - 1)));
}

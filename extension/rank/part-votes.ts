import type { Language } from "../languages";
import type { Recalled } from "../recall";
import { codeOf, type Setting } from "./judge";

/** How much more a near example says than a farther one. */
const NEARNESS = 6;
/** What an example's vote counts, by how near it is to the utterance and how well it fits, in (0, 1]. */
export const voteOf = ({ similarity, fit = 1 }: Recalled): number => similarity ** NEARNESS * fit;

/** What the votes on every part of a form are worth: the power of their odds. Chosen on validation rows. */
const WORTH = 0.08;
/** The least and the most that is believed of a part. */
const [LEAST, MOST] = [0.01, 0.99];

/**
 * Near examples vote on the parts of a form (a template's words, and pairs of words side by side) as they do on forms: a
 * command or an option that most of them have is likely, however it is put together with the others.
 */
export class PartVotes {
  private readonly examples: number;
  private readonly odds = new Map<string, number>();
  /** How many examples have a form. */
  private readonly forms = new Map<string, number>();

  /** @param recalled at least one example */
  constructor(
    recalled: readonly Recalled[],
    private readonly setting: Setting,
  ) {
    this.examples = recalled.length;
    const votes = new Map<string, number>();
    // A vote as large as any for none of the parts: what few examples say is not certain.
    let all = Math.max(...recalled.map(voteOf));
    for (const each of recalled) {
      const { example } = each;
      const code = codeOf(example.slotted, setting);
      if (code === undefined) continue;
      const form = setting.language.template(code);
      this.forms.set(form, (this.forms.get(form) ?? 0) + 1);
      const vote = voteOf(each);
      all += vote;
      for (const part of partsOf(code, setting.language)) votes.set(part, (votes.get(part) ?? 0) + vote);
    }
    for (const [part, vote] of votes) this.odds.set(part, oddsOf(vote / all));
  }

  /** How many parts of `code` stand in any near example, and how many it has. */
  known(code: string): readonly [number, number] {
    const parts = [...partsOf(code, this.setting.language)];
    return [parts.filter((part) => this.odds.has(part)).length, parts.length];
  }

  /** How many near examples have the form of `code`, and how many there are. */
  sharing(code: string): readonly [number, number] {
    return [this.forms.get(this.setting.language.template(code)) ?? 0, this.examples];
  }

  /** The factor that the votes on its parts give `code`, above 0. */
  weigh(code: string): number {
    const parts = [...partsOf(code, this.setting.language)];
    return parts.reduce((product, part) => product * (this.odds.get(part) ?? oddsOf(0)) ** WORTH, 1);
  }
}

function oddsOf(share: number): number {
  const believed = Math.min(MOST, Math.max(LEAST, share));
  return believed / (1 - believed);
}

/** The words of code's template but for the places that anything may fill, and all pairs side by side, its ends included. */
function partsOf(code: string, language: Language): ReadonlySet<string> {
  const words = ["", ...language.template(code).split(/\s+/), ""];
  const pairs = words.slice(1).map((word, at) => `${words[at]} ${word}`);
  return new Set([...words.filter((word) => word !== "" && word !== "_"), ...pairs]);
}

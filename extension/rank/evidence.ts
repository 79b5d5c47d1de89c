import { unasked } from "../languages";
import { readSlotChar } from "../model";
import type { Setting } from "./judge";
import { markInvented, namedIn } from "./named";
import type { Found, JudgedSample } from "./sample";

/** What an entry finds in a sample: a factor on its probability, and the values that its sentence is filled with. */
export interface Finding {
  readonly factor: number;
  /** Absent where there is nothing to fill in. */
  readonly values?: readonly (string | number)[];
}

/** One reason to believe a sample more, or less. */
export interface Evidence {
  readonly id: string;
  /** What it says of a sample, with {0} … for the values found. */
  readonly says: string;
  /** Whether only valid code can be asked this; the order before filtering, which raw validity is measured in, leaves it out. */
  readonly ofValidCode: boolean;
  /** Reads the question once, for any number of samples. */
  read(setting: Setting): (sample: JudgedSample) => Finding | undefined;
}

/** What is left of a sample's probability for each way in which it misses what was asked; chosen on validation rows. */
const [IDLE, UNASKED] = [0.05, 0.05];
/** The same where a tool does not have an option: such a program ends with an error. */
const UNKNOWN = 0.05;
/** The same for every literal of the utterance that the code does not use. */
const UNUSED = { python: 0.5, bash: 0.5, cf: 0.3 } as const;

/** Everything that moves a sample besides its likelihood, in one list: `eval --without ID` runs without one. */
export const EVIDENCE: readonly Evidence[] = [
  {
    id: "literals",
    says: "uses {0} of {1} literals",
    ofValidCode: false,
    read({ slots, language }) {
      return ({ slotted }) => {
        const used = new Set([...slotted].flatMap((char) => literalIn(char) ?? []));
        if (slots.length === 0) return undefined;
        const unused = Math.max(0, slots.length - used.size);
        return { factor: UNUSED[language.id] ** unused, values: [slots.length - unused, slots.length] };
      };
    },
  },
  {
    id: "effect",
    says: "formats no cell of the table",
    ofValidCode: true,
    read({ table, language }) {
      if (table === undefined || language.affects === undefined) return () => undefined;
      return ({ code }) => (language.affects?.(code, table) === false ? { factor: IDLE } : undefined);
    },
  },
  {
    id: "cautions",
    says: "does for good what nobody asked for",
    ofValidCode: true,
    read({ language, utterance }) {
      return ({ code }) =>
        unasked(language.cautions?.(code) ?? [], utterance).length > 0 ? { factor: UNASKED } : undefined;
    },
  },
  {
    id: "unknown",
    says: "{1} has no {0}",
    ofValidCode: true,
    read({ language }) {
      return ({ code }) => {
        const [first] = language.unknown?.(code) ?? [];
        return first && { factor: UNKNOWN, values: [first.name, first.owner] };
      };
    },
  },
  {
    id: "parts",
    says: "{0} of its {1} parts stand in near examples",
    ofValidCode: true,
    read({ parts }) {
      return (sample) => {
        const factor = parts?.weigh(sample.code) ?? sample.parts;
        return factor === undefined ? undefined : { factor, ...(parts && { values: parts.known(sample.code) }) };
      };
    },
  },
  {
    id: "forms",
    says: "{0} of {1} near examples have its form",
    ofValidCode: false,
    read({ noiseWeight = 1, parts }) {
      return ({ similarity, support = 1, code }) => ({
        factor: similarity === undefined ? noiseWeight : support,
        ...(parts && { values: parts.sharing(code) }),
      });
    },
  },
];

/** Every id that can be left out: the entries, and what leaves samples out or orders them otherwise than by a factor. */
export const EVIDENCE_IDS: readonly string[] = [...EVIDENCE.map(({ id }) => id), "invented", "repetition"];

const literalIn = (char: string): number | undefined => {
  const slot = readSlotChar(char);
  return slot?.kind === "literal" ? slot.index : undefined;
};

/** How sure the model itself is. */
const LIKELIHOOD = { id: "likelihood", says: "the model gives its tokens {0} on average" };

/** What is said of a sample: an entry whose sentence has nothing to fill in says it as it is. */
function foundBy({ id, says }: Pick<Evidence, "id" | "says">, finding: Finding | undefined): readonly Found[] {
  if (finding === undefined || (finding.values === undefined && says.includes("{0}"))) return [];
  return [{ id, text: says, values: finding.values ?? [] }];
}

/**
 * Samples with the probability that the evidence leaves them.
 * @param without ids of entries that are left out
 */
export function weighAll(
  samples: readonly JudgedSample[],
  setting: Setting,
  without: ReadonlySet<string> = new Set(),
): JudgedSample[] {
  const entries = EVIDENCE.filter(({ id }) => !without.has(id)).map((entry) => ({
    ...entry,
    weigh: entry.read(setting),
  }));
  const isNamed = namedIn(setting);
  return samples.map((sample) => {
    const checked = without.has("invented") ? sample : markInvented(sample, setting.language, isNamed);
    let [probability, unfiltered] = [sample.probability, sample.probability];
    const evidence = [...foundBy(LIKELIHOOD, { factor: 1, values: [`${Math.round(100 * probability)}%`] })];
    for (const { weigh, ...entry } of entries) {
      if (entry.ofValidCode && checked.fault !== undefined) continue;
      const finding = weigh(checked);
      evidence.push(...foundBy(entry, finding));
      const factor = finding?.factor ?? 1;
      probability *= factor;
      if (!entry.ofValidCode) unfiltered *= factor;
    }
    const parts =
      without.has("parts") || checked.fault !== undefined
        ? undefined
        : (setting.parts?.weigh(checked.code) ?? sample.parts);
    return {
      ...checked,
      ...(parts !== undefined && { parts }),
      probability,
      unfiltered,
      evidence,
      likelihood: sample.probability,
    };
  });
}

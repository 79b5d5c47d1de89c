import type { ServedModel } from "./models";

/** A request beside what every server knows. */
export type Extra = Readonly<Record<string, unknown>>;

/** Code around a gap. */
export interface Gap {
  readonly prefix: string;
  readonly suffix: string;
}

/** What some servers or models have that others do not. */
export interface Family {
  /** Sent with every request. */
  readonly body?: Extra;
  /** Set where every event holds the whole answer anew: the model diffuses, and shows it. */
  readonly replaces?: true;
  /** What constrains an answer to a GBNF grammar. */
  readonly grammar?: (gbnf: string) => Extra;
  /** What constrains a chat's answer to JSON of a schema, where no grammar does. */
  readonly schema?: (schema: object) => Extra;
  /** Where a gap is filled, from the API's address on, or from the server's where that is the root. */
  readonly infill?: { readonly path: string; readonly fromRoot?: true; readonly body: (gap: Gap) => Extra };
}

/** As OpenAI's API has it; servers that are not known are spared it, as some refuse what else is wished for along with it. */
const inSchema = (schema: object): Extra => ({
  response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema } },
});
/** Owners that Ollama, LM Studio and OpenAI give to what they list. */
const TAKES_SCHEMAS: ReadonlySet<string | undefined> = new Set(["library", "organization_owner", "openai", "system"]);

const FAMILIES: readonly (readonly [(model: ServedModel) => boolean, Family])[] = [
  [
    ({ owner }) => owner === "llamacpp",
    {
      grammar: (grammar) => ({ grammar }),
      infill: {
        path: "/infill",
        fromRoot: true,
        body: ({ prefix, suffix }) => ({ input_prefix: prefix, input_suffix: suffix, prompt: "" }),
      },
    },
  ],
  [({ owner }) => owner === "vllm", { grammar: (grammar) => ({ structured_outputs: { grammar } }) }],
  [({ owner }) => owner === "sglang", { grammar: (ebnf) => ({ ebnf }) }],
  [({ owner }) => TAKES_SCHEMAS.has(owner), { schema: inSchema }],
  // Inception's models tell of their denoising where they are asked to.
  [
    ({ id }) => /(^|\/)mercury/i.test(id),
    {
      body: { diffusing: true },
      replaces: true,
      infill: { path: "/fim/completions", body: ({ prefix, suffix }) => ({ prompt: prefix, suffix }) },
    },
  ],
];

/** What is known of a model and of who serves it. */
export function familyOf(model: ServedModel): Family {
  return FAMILIES.find(([isMember]) => isMember(model))?.[1] ?? {};
}

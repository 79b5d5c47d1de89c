/**
 * The layers of the house, in one table: what each folder is for, and which others it may import. `npm run check` holds the
 * code to it, a test holds CONTRIBUTING.md to it.
 */
const LAYERS = [
  { at: "extension/errors.ts", is: "one taxonomy of failures: what went wrong, what the user can do", imports: [] },
  {
    at: "extension/schema",
    is: "shapes that cross a process, a file or a webview, validated on both sides",
    imports: [],
  },
  {
    at: "extension/languages",
    is: "Bash, Python and CF rules: validity, quoting, formatting, what code does",
    imports: ["extension/schema", "extension/errors.ts"],
  },
  {
    at: "extension/contract.ts",
    is: "what callers of the pipeline see: requests, progress, candidates, results; types alone",
    imports: ["extension/schema", "extension/languages", "extension/errors.ts"],
  },
  {
    at: "extension/model",
    is: "a model on disk: manifest, integrity, embeddings, tokenizers",
    imports: ["extension/schema", "extension/languages", "extension/errors.ts"],
  },
  {
    at: "extension/diffusion",
    is: "noise, schedule, samplers: pure arithmetic with golden vectors",
    imports: ["extension/schema", "extension/errors.ts"],
  },
  {
    at: "extension/utterance",
    is: "what an utterance says: its literals as slots, their kinds, the places it names",
    imports: [
      "extension/schema",
      "extension/languages",
      "extension/model",
      "extension/diffusion",
      "extension/errors.ts",
    ],
  },
  {
    at: "extension/inference",
    is: "what computes the model: a child process with its providers",
    imports: ["extension/schema", "extension/diffusion", "extension/model", "extension/errors.ts"],
  },
  {
    at: "extension/recall",
    is: "the examples memory: what is near an utterance, fitted to it",
    imports: [
      ...["extension/schema", "extension/languages", "extension/model", "extension/utterance"],
      "extension/errors.ts",
    ],
  },
  {
    at: "extension/rank",
    is: "from samples to candidates: judge, evidence, votes, choose, marks",
    imports: [
      ...["extension/schema", "extension/languages", "extension/model", "extension/utterance", "extension/recall"],
      ...["extension/contract.ts", "extension/errors.ts"],
    ],
  },
  {
    at: "extension/pipeline",
    is: "request → plan → starts → draw → rounds → frames → result: the one way everybody takes",
    imports: [
      ...["extension/schema", "extension/languages", "extension/model", "extension/diffusion", "extension/utterance"],
      ...["extension/inference", "extension/recall", "extension/rank", "extension/contract.ts", "extension/errors.ts"],
    ],
  },
  {
    at: "extension/served",
    is: "models that others serve over an OpenAI-compatible API: their samples, judged as ours are",
    imports: [
      ...["extension/schema", "extension/languages", "extension/model", "extension/diffusion", "extension/utterance"],
      ...["extension/inference", "extension/rank", "extension/pipeline", "extension/contract.ts"],
      "extension/errors.ts",
    ],
  },
  {
    at: "extension/policy",
    is: "who generates, by setting and consent, and what follows when a server fails",
    imports: [
      ...["extension/schema", "extension/diffusion", "extension/model", "extension/inference", "extension/pipeline"],
      ...["extension/served", "extension/contract.ts", "extension/errors.ts"],
    ],
  },
  {
    at: "extension/installed",
    is: "installed models: where they come from, how they get here whole, where they are kept",
    imports: [
      ...["extension/schema", "extension/model", "extension/inference", "extension/policy"],
      "extension/errors.ts",
    ],
  },
  {
    at: "extension/editor",
    is: "the only folder that imports vscode: ask, run, offer, history, theatre, cf, shell",
    imports: [
      ...["extension/schema", "extension/languages", "extension/model", "extension/diffusion", "extension/utterance"],
      ...["extension/inference", "extension/recall", "extension/rank", "extension/pipeline", "extension/served"],
      ...["extension/policy", "extension/installed", "extension/contract.ts", "extension/errors.ts"],
    ],
  },
  {
    at: "extension/main.ts",
    is: "activate(): builds the parts and wires them",
    imports: ["extension/editor", "extension/policy", "extension/languages", "extension/contract.ts"],
  },
  {
    at: "extension/cli",
    is: "the command line that ships",
    imports: [
      ...["extension/schema", "extension/languages", "extension/model", "extension/diffusion", "extension/utterance"],
      ...["extension/inference", "extension/recall", "extension/rank", "extension/pipeline", "extension/served"],
      ...["extension/policy", "extension/installed", "extension/contract.ts", "extension/errors.ts"],
    ],
  },
  {
    at: "webview",
    is: "the denoising theatre, in the browser",
    imports: ["extension/schema"],
  },
  {
    at: "models/lab",
    is: "what prepares data and measures models; never in the package",
    imports: [
      ...["extension/schema", "extension/languages", "extension/model", "extension/diffusion", "extension/utterance"],
      ...["extension/inference", "extension/recall", "extension/rank", "extension/pipeline", "extension/served"],
      ...["extension/cli", "extension/contract.ts", "extension/errors.ts"],
    ],
  },
];

/** The files that may start a process: one of the product, which starts its own script alone; the laboratory's sandbox and what it times. */
const STARTS_PROCESSES = [
  "extension/inference/inference-child.ts",
  "models/lab/evaluate/executed/executor.ts",
  "models/lab/bench/worker-process.ts",
];

module.exports = { LAYERS, STARTS_PROCESSES };

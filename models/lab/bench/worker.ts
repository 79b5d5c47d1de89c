/** A process with one pipeline that says what its requests took; `bench` starts one for each build it compares. */
import { LocalBackend, PROVIDER_IDS } from "../../../extension/inference";
import { createGenerator } from "../../../extension/pipeline";
import { ClockedBackend, phasesOf } from "./clocked-backend";
import { type Measured, type Question, questionSchema } from "./measured";
import { median } from "./statistics";

const [modelsDir = "", named] = process.argv.slice(2);
const provider = PROVIDER_IDS.find((id) => id === named) ?? "cpu";
let clocked: ClockedBackend | undefined;
const generator = createGenerator({
  modelsDir,
  backend: ({ manifest, graphs, code }) => {
    const local = new LocalBackend({ model: { ...manifest, files: graphs }, provider });
    clocked = new ClockedBackend(local, code.pad, manifest.latentDim, manifest.topM);
    return clocked;
  },
});

async function measure(question: Question): Promise<Measured> {
  clocked?.reset();
  const started = performance.now();
  let firstRow: number | undefined;
  let allRows: number | undefined;
  const { candidates } = await generator.generate(question, {
    onProgress: ({ candidates: shown = [] }) => {
      const now = performance.now();
      if (shown.length > 0) firstRow ??= now;
      if (shown.length >= question.count) allRows ??= now;
    },
  });
  const ended = performance.now();
  const { spans = [], denoised = [], tokens = [] } = clocked ?? {};
  const child = clocked?.peakMemory();
  return {
    phases: phasesOf(spans, started, ended),
    firstRowMs: (firstRow ?? ended) - started,
    allRowsMs: (allRows ?? ended) - started,
    totalMs: ended - started,
    denoised: [...denoised],
    candidates: candidates.map(({ code }) => code),
    tokens: median(tokens),
    memory: { host: process.resourceUsage().maxRSS / 1024, ...(child !== undefined && { child }) },
  };
}

process.on("message", (message) => {
  measure(questionSchema.parse(message)).then(
    (measured) => process.send?.({ measured }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.({ ready: true });

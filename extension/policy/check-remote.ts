import { gaussianNoise } from "../diffusion";
import { asCodeFusionError, type CodeFusionError } from "../errors";
import { hostOf, RemoteBackend, type RemoteServer } from "../inference";
import type { DoctorReport, Manifest } from "../schema";

/** Exchanges of which the shortest counts. */
const ROUND_TRIPS = 3;
/** What the speed is measured on: some samples on a canvas of middling length. */
const ROWS = 8;

/** Whether a server speaks the protocol, has the right model, and how fast it is. */
export async function checkRemote(
  server: RemoteServer,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<{ readonly found: NonNullable<DoctorReport["remote"]>; readonly error?: CodeFusionError }> {
  const backend = new RemoteBackend({ model: manifest, server });
  const host = hostOf(server);
  try {
    await backend.start(signal);
    const { latentDim, canvasLengths, defaults } = manifest;
    const utterance = { inputIds: Int32Array.of(101, 102), slotIds: new Int32Array(2), memory: new Int32Array(3) };
    const encoded = [];
    for (let trip = 0; trip < ROUND_TRIPS; trip++) encoded.push(await backend.encode(utterance, signal));
    const [first] = encoded;
    const hidden = first?.hidden ?? new Float32Array();
    const n = canvasLengths[Math.floor(canvasLengths.length / 2)] ?? 1;
    const { ms } = await backend.denoise(
      {
        ...{ hidden, s: hidden.length / manifest.hiddenDim, n, noise: gaussianNoise(1, ROWS * n * latentDim) },
        ...{ steps: defaults.steps, guidance: defaults.guidance, temperature: defaults.temperature },
      },
      { signal },
    );
    const found = {
      host,
      works: true,
      server: backend.provider,
      ...(backend.version !== undefined && { version: backend.version }),
      roundTripMs: Math.min(...encoded.map((each) => each.ms)),
      tokensPerSecond: (1000 * ROWS * n) / ms,
    };
    return { found };
  } catch (cause) {
    const error = asCodeFusionError(cause);
    return { found: { host, works: false, problem: error.line }, error };
  } finally {
    await backend.dispose();
  }
}

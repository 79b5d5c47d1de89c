/** A program that uses a backend and never disposes of it; prints the child's process id once it computes. */
import { gaussianNoise } from "../../../extension/diffusion";
import { LocalBackend } from "../../../extension/inference";
import { TINY } from "./tiny-model";

const steps = Number(process.argv[2]);
const backend = new LocalBackend({ model: TINY, provider: "cpu" });
const input = {
  hidden: new Float32Array(5),
  s: 1,
  n: 1,
  noise: gaussianNoise(1, 6),
  guidance: 1,
  temperature: 1,
  steps,
};
void backend.denoise(input, {
  onStep: ({ step }) => {
    if (step === steps) console.log(backend.pid);
  },
});

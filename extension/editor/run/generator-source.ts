import type { Generator } from "../../contract";
import type { BackendChoice } from "../shell/config";

/** Makes the pipeline; a promise, so that its code is not even read before the first run. */
export type MakeGenerator = (choice: BackendChoice) => Promise<Generator>;

/** The one pipeline of the window: made on first use, and made anew after the user chose otherwise who computes. */
export class GeneratorSource {
  #current: { readonly key: string; readonly generator: Promise<Generator> } | undefined;

  constructor(
    private readonly make: MakeGenerator,
    private readonly choice: () => BackendChoice,
  ) {}

  /** @throws CodeFusionError what making it throws; the next call tries again */
  async get(): Promise<Generator> {
    const choice = this.choice();
    const key = JSON.stringify(choice);
    if (this.#current && this.#current.key !== key) this.release();
    const current = this.#current ?? { key, generator: this.make(choice) };
    this.#current = current;
    try {
      return await current.generator;
    } catch (error) {
      if (this.#current === current) this.#current = undefined;
      throw error;
    }
  }

  /** Stops what computes and frees its memory; the next run starts it again. */
  release(): void {
    const current = this.#current;
    this.#current = undefined;
    current?.generator.then(
      (generator) => generator.dispose(),
      () => {
        // It was never made, and whoever asked for it was told.
      },
    );
  }

  dispose(): void {
    this.release();
  }
}

import type { Generator } from "../../contract";

/** Makes the pipeline; a promise, so that its code is not even read before the first run. */
export type MakeGenerator = () => Promise<Generator>;

/** The one pipeline of the window: made on first use, and made anew after the user chose otherwise who computes. */
export class GeneratorSource {
  #current: { readonly choice: string; readonly generator: Promise<Generator> } | undefined;

  constructor(
    private readonly make: MakeGenerator,
    /** What it is made by, as a text: another one needs another pipeline. */
    private readonly choice: () => string,
  ) {}

  /** @throws CodeFusionError what making it throws; the next call tries again */
  async get(): Promise<Generator> {
    const choice = this.choice();
    if (this.#current && this.#current.choice !== choice) this.release();
    const current = this.#current ?? { choice, generator: this.make() };
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

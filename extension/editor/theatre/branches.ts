import { randomInt } from "node:crypto";
import type { Candidate, GenerateResult } from "../../contract";
import type { CastMember } from "../../schema";
import type { CandidateUse } from "../offer/use-candidate";
import type { GeneratorSource } from "../run/generator-source";
import type { LastRun } from "../run/last-run";
import { branchRequest } from "./branch";
import type { BranchWish } from "./session";

/** What a branch came from, so that it can be used like a candidate of the run itself. */
interface Known {
  readonly result: GenerateResult;
  readonly candidate: Candidate;
}

/** Denoises the branches that the theatre asks for, and puts them into the document. */
export class TheatreBranches {
  #count = 0;
  readonly #known = new WeakMap<CastMember, Known>();

  constructor(
    private readonly generators: GeneratorSource,
    private readonly candidates: CandidateUse,
    private readonly lastRun: LastRun,
    private readonly fixedSeed: () => number | undefined,
  ) {}

  /** @throws CodeFusionError what the pipeline throws: no-valid-candidate where the branch came to nothing valid */
  async denoise(wish: BranchWish): Promise<CastMember> {
    const generator = await this.generators.get();
    const result = await generator.generate(branchRequest(wish, this.#seed()));
    const [candidate] = result.candidates;
    if (candidate === undefined) throw new RangeError("a result without candidates");
    const history = await result.history(candidate);
    this.#known.set(history, { result, candidate });
    return history;
  }

  /** A new one for each branch; with a seed in the settings the branches repeat too, each with one of its own. */
  #seed(): number {
    const fixed = this.fixedSeed();
    this.#count += 1;
    return fixed === undefined ? randomInt(2 ** 32) : (fixed + this.#count) % 2 ** 32;
  }

  /** Puts a branch where the run's prompt comment is; false where `history` is none, or its run is not remembered. */
  async use(history: CastMember): Promise<boolean> {
    const known = this.#known.get(history);
    const run = this.lastRun.current;
    if (!known || run?.result.request.utterance !== history.utterance) return false;
    const branch = { ...run, result: known.result };
    await this.candidates.use(branch, known.candidate.code, known.candidate);
    if (branch.insertedId !== undefined) run.insertedId = branch.insertedId;
    return true;
  }
}

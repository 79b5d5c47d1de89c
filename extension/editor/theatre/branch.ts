import type { GenerateRequest } from "../../contract";
import { CodeFusionError } from "../../errors";
import type { BranchWish } from "./session";

/**
 * What to ask of the pipeline for a branch: the frame's canvas noised again to the frame's own noise time with a new
 * seed. The final code has no noise left: what is not pinned starts from pure noise there.
 * @throws CodeFusionError bad-input where the frame does not tell its tokens' ids, or where nothing would change
 */
export function branchRequest({ parent, frame, pinned }: BranchWish, seed: number): GenerateRequest {
  const canvas = frame.tokens.map(({ id }) => {
    if (id !== undefined) return id;
    throw fault("this denoising does not tell its tokens' ids", "generate the code again and branch from that");
  });
  if (frame.step === 0 && pinned.length === 0)
    throw fault("the final code has no noise left to branch from", "choose an earlier step, or pin tokens");
  return {
    utterance: parent.utterance,
    language: parent.language,
    table: parent.table,
    count: 1,
    steps: parent.steps,
    seed,
    canvas: canvas.length,
    origin: { canvas, time: frame.step === 0 ? 1 : frame.t, ...(pinned.length > 0 && { pinned: [...pinned] }) },
  };
}

function fault(message: string, remedy: string): CodeFusionError {
  return new CodeFusionError("bad-input", message, remedy);
}

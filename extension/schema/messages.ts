import * as z from "zod";
import { frameSchema, historySchema } from "./frames";

const index = z.number().int().nonnegative();

/** Where a branch left its parent. */
export const branchSchema = z.object({
  /** Index of the parent in the cast. */
  parent: index,
  /** The parent's step whose canvas was noised again; 0 when its final code was. */
  step: index,
  /** Canvas positions whose token was held through every step. */
  pinned: z.array(index),
});
export type Branch = z.infer<typeof branchSchema>;

/** A frame on the stage; while a run goes on there is no final code to be distant from. */
export const stageFrameSchema = frameSchema.extend({ editDistance: frameSchema.shape.editDistance.nullable() });
export type StageFrame = z.infer<typeof stageFrameSchema>;

/** A denoising history in the theatre's cast, with the branch it is where it is one. */
export const castMemberSchema = historySchema.extend({
  frames: z.array(stageFrameSchema).min(1),
  branch: branchSchema.optional(),
});
export type CastMember = z.infer<typeof castMemberSchema>;

/** Cast members on the stage together, at most. */
export const MOST_COMPARED = 5;

/** How the theatre shows the cast: one member, several side by side, or one member's frames as plain text. */
export const viewSchema = z.enum(["one", "side", "text"]);
export type View = z.infer<typeof viewSchema>;

/** What the theatre shows: candidates on one clock. Also what it keeps across reloads. */
export const theatreStateSchema = z.object({
  version: z.literal(1),
  candidates: z.array(castMemberSchema).min(1),
  /** Index into `candidates`. */
  selected: index,
  /** Index into the selected candidate's frames. */
  frame: index,
  view: viewSchema.default("one"),
  /** Indices into `candidates`: who is side by side. */
  compared: z.array(index).max(MOST_COMPARED).default([]),
  /** Canvas positions of the selected candidate that its next branch holds. */
  pinned: z.array(index).default([]),
  /** Whether these are the readouts of a run that is still under way. */
  live: z.boolean().default(false),
});
export type TheatreState = z.infer<typeof theatreStateSchema>;

/** The state that a theatre opens with. */
export function openingState(candidates: readonly CastMember[], selected = 0, frame = 0): TheatreState {
  const compared = [...candidates.keys()].slice(0, MOST_COMPARED);
  return {
    version: 1,
    candidates: [...candidates],
    selected,
    frame,
    view: "one",
    compared,
    pinned: [],
    live: false,
  };
}

/** `candidates` with one more frame each; those that the step has no frame for stay as they are. */
export function withFrames(candidates: readonly CastMember[], frames: readonly StageFrame[]): CastMember[] {
  return candidates.map((candidate, at) => {
    const frame = frames[at];
    return frame ? { ...candidate, code: frame.code, frames: [...candidate.frames, frame] } : candidate;
  });
}

/** Messages from the extension host to the theatre. */
export const hostMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("show"), state: theatreStateSchema }),
  z.object({ type: z.literal("seek"), frame: index }),
  /** The next step of a live run: one frame for each candidate. */
  z.object({ type: z.literal("step"), frames: z.array(stageFrameSchema).min(1) }),
  /** One more member for the cast, to be selected and played. */
  z.object({ type: z.literal("add"), candidate: castMemberSchema }),
  /** Whether a branch is being denoised. */
  z.object({ type: z.literal("busy"), busy: z.boolean() }),
]);
export type HostMessage = z.infer<typeof hostMessageSchema>;

/** The theme as the page sees it: what an exported page has to carry along. */
const themeSchema = z.object({
  /** The class of the body, e.g. "vscode-dark". */
  kind: z.string().max(200),
  /** The editor's CSS variables, by name. */
  variables: z.record(z.string().regex(/^--vscode-[\w-]+$/), z.string().max(1000)),
});
export type Theme = z.infer<typeof themeSchema>;

/** Messages from the theatre to the extension host. */
export const theatreMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  /** The user wants this candidate's code put where the prompt comment is. */
  z.object({ type: z.literal("use"), candidate: index }),
  /** The user wants the code of this frame on the clipboard. */
  z.object({ type: z.literal("copy"), candidate: index, frame: index }),
  /** The user wants this frame's canvas noised again with a new seed, the pinned positions held. */
  z.object({ type: z.literal("branch"), candidate: index, frame: index, pinned: z.array(index) }),
  /** The user wants the cast in a file: as data, as a page, or as the animation that the page has drawn. */
  z.object({ type: z.literal("exportJson") }),
  z.object({ type: z.literal("exportHtml"), state: theatreStateSchema, theme: themeSchema }),
  z.object({ type: z.literal("exportSvg"), svg: z.string().max(64 * 1024 * 1024) }),
  z.object({ type: z.literal("error"), message: z.string().max(2000) }),
]);
export type TheatreMessage = z.infer<typeof theatreMessageSchema>;

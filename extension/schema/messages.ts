import * as z from "zod";
import { historySchema } from "./frames";

/** What the theatre shows: candidates on one clock. Also what it keeps across reloads. */
export const theatreStateSchema = z.object({
  version: z.literal(1),
  candidates: z.array(historySchema).min(1),
  /** Index into `candidates`. */
  selected: z.number().int().nonnegative(),
  /** Index into the selected candidate's frames. */
  frame: z.number().int().nonnegative(),
});
export type TheatreState = z.infer<typeof theatreStateSchema>;

/** Messages from the extension host to the theatre. */
export const hostMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("show"), state: theatreStateSchema }),
  z.object({ type: z.literal("seek"), frame: z.number().int().nonnegative() }),
]);
export type HostMessage = z.infer<typeof hostMessageSchema>;

/** Messages from the theatre to the extension host. */
export const theatreMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  /** The user wants this candidate's code put where the prompt comment is. */
  z.object({ type: z.literal("use"), candidate: z.number().int().nonnegative() }),
  z.object({ type: z.literal("error"), message: z.string().max(2000) }),
]);
export type TheatreMessage = z.infer<typeof theatreMessageSchema>;

import { type HostMessage, hostMessageSchema, type TheatreState, theatreStateSchema } from "../../extension/schema";

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A message from the extension host, or in one line what is wrong with it. */
export function readMessage(data: unknown): Read<HostMessage> {
  const read = hostMessageSchema.safeParse(data);
  return read.success ? { ok: true, value: read.data } : { ok: false, why: firstIssue(read.error.issues) };
}

/** What an earlier life of the webview saved, or in one line what is wrong with it. */
export function readSaved(data: unknown): Read<TheatreState> {
  const read = theatreStateSchema.safeParse(data);
  return read.success ? { ok: true, value: read.data } : { ok: false, why: firstIssue(read.error.issues) };
}

function firstIssue(issues: readonly Issue[]): string {
  const issue = issues[0];
  if (!issue) return "unknown";
  return issue.path.length > 0 ? `${issue.path.join(".")}: ${issue.message}` : issue.message;
}

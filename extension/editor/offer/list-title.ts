import * as vscode from "vscode";
import type { Placement } from "../ask/place";
import { oneLine } from "../shell/text";
import { translated } from "../shell/translate";
import { progressText } from "./progress-text";
import type { CandidateSession } from "./session";

/** Characters of the utterance in the title, which then stays on one line beside its buttons. */
const MOST_UTTERANCE = 36;
const MOST_READOUT = 80;

/** What the list is about and how far it has got. */
export function listTitle(session: CandidateSession, position: string): string {
  const { result, request } = session;
  const seconds = ((result?.timings.totalMs ?? 0) / 1000).toFixed(1);
  const computed = result ? `${result.backend.host ?? result.backend.provider}, ${seconds} s` : "";
  // Why there are few takes the room; the comment stands in the editor.
  const about = isShort(session) && !session.busy ? "" : oneLine(request.utterance, MOST_UTTERANCE);
  return [position, stateText(session), about, computed].filter((part) => part !== "").join(" · ");
}

function isShort({ candidates, request, result }: CandidateSession): boolean {
  return candidates.length < request.count && result?.shortfall !== undefined;
}

function stateText(session: CandidateSession): string {
  const { candidates, busy, progress, failure, result } = session;
  const { t } = vscode.l10n;
  if (candidates.length === 0) return busy ? progressText(progress) : t("No candidates");
  const counted = candidates.length === 1 ? t("1 candidate") : t("{0} candidates", candidates.length);
  if (busy) return t("{0} so far", counted);
  if (failure) return translated(failure.said.message, t);
  return isShort(session) && result?.shortfall ? translated(result.shortfall, t) : counted;
}

/** What stands where nothing was typed yet: what the keys do, or the code as it comes out of the noise. */
export function listPlaceholder(session: CandidateSession, placement: Placement, lines: number, isChoice: boolean) {
  const { t } = vscode.l10n;
  if (session.candidates.length > 0)
    return t("Enter {0}, Escape changes nothing", doesWhat(placement, lines, isChoice));
  if (!session.busy) return t("Escape closes the list, nothing was changed");
  const readout = oneLine(session.progress?.preview[0] ?? "", MOST_READOUT);
  return readout === "" ? t("Escape cancels") : readout;
}

function doesWhat(placement: Placement, lines: number, isChoice: boolean): string {
  const { t } = vscode.l10n;
  if (placement === "below") return t("inserts below the code that is there (Alt+B: above it)");
  if (placement === "replace" && !isChoice) return t("replaces the code that is struck through");
  if (placement === "replace" && lines === 0) return t("inserts above the code that is there, which stays");
  if (placement === "replace" && lines === 1) return t("replaces the line struck through (Alt+B: below it)");
  if (placement === "replace") return t("replaces the {0} lines struck through (Alt+B: below them)", lines);
  return isChoice ? t("inserts above the code that is there (Alt+B: replace it)") : t("inserts below the comment");
}

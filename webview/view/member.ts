import { type CastMember, isRecall } from "../../extension/schema";
import { becameValid, frameAtMoment, isValid, type Kin, percent, stepName, visible } from "../model";
import { words } from "../words";
import type { Dispatch } from "./component";
import { html } from "./dom";
import { verdict } from "./verdict";

/** One cast member in the list. */
export interface Member {
  readonly element: HTMLElement;
  /** Whether it is on the stage, whether it stands side by side with others, and whether there is no room for more. */
  mark(selected: boolean, compared: boolean, full: boolean): void;
  /** Moves its clock to `moment`. */
  at(moment: number): void;
  focus(): void;
}

/** Past this depth branches are not indented any further. */
const DEEPEST = 4;

/** A button that puts the member on the stage, a box that puts it side by side, and its validity by step. */
export function createMember(candidates: readonly CastMember[], { index, depth }: Kin, dispatch: Dispatch): Member {
  const member = candidates[index] ?? throwUnknown(index);
  const code = member.code === "" ? words.emptyCode : visible(member.code);
  const cells = member.frames.map((frame) => html("i", { class: frame.valid ? "valid" : "invalid" }));
  const strip = html("span", { class: "strip", role: "img", "aria-label": validityOf(member) }, ...cells);
  const button = html(
    "button",
    { type: "button", class: "candidate" },
    html("span", { class: "number" }, String(index + 1)),
    html("code", { translate: "no" }, code),
    html("span", { class: "meta" }, ...fateOf(member)),
    ...originOf(candidates, member).map((text) => html("span", { class: "meta" }, text)),
    strip,
  );
  button.addEventListener("click", () => dispatch({ type: "select", candidate: index }));
  const box = html("input", { type: "checkbox", class: "compare", "aria-label": words.compare(index + 1) });
  box.title = words.compare(index + 1);
  box.addEventListener("change", () => dispatch({ type: "compare", candidate: index }));
  const name = `member depth-${Math.min(depth, DEEPEST)}${member.rejected === undefined ? "" : " rejected"}`;
  const element = html("li", { class: name }, button, box);
  let here: Element | undefined;
  return {
    element,
    mark(selected, compared, full) {
      element.classList.toggle("selected", selected);
      if (selected) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      box.checked = compared;
      box.disabled = full && !compared;
    },
    at(moment) {
      const next = cells[frameAtMoment(member, moment)];
      if (next === here) return;
      here?.classList.remove("here");
      next?.classList.add("here");
      here = next;
    },
    focus: () => button.focus(),
  };
}

/** What became of it: why it was left out, or whether it is valid, how sure the run is of it, and whether it was recalled. */
function fateOf(member: CastMember): readonly HTMLElement[] {
  if (member.rejected !== undefined)
    return [html("span", { class: "reason" }, words.rejected(visible(member.rejected)))];
  const fate = [verdict(isValid(member))];
  // A live readout has no score yet, and that of a branch, alone in its run, compares with nothing.
  if (member.score > 0 && member.branch === undefined)
    fate.push(html("span", { title: words.scoreHelp }, words.score(percent(member.confidence ?? member.score))));
  if (isRecall(member)) fate.push(html("span", {}, words.recalled));
  return fate;
}

function validityOf(member: CastMember): string {
  const from = becameValid(member.frames);
  const frame = from === undefined ? undefined : member.frames[from];
  return frame ? words.validFrom(stepName(frame, member)) : words.neverValid;
}

function originOf(candidates: readonly CastMember[], { branch }: CastMember): readonly string[] {
  const parent = branch && candidates[branch.parent];
  if (!branch || !parent) return [];
  const where = branch.step === 0 ? words.finalCode : words.stepOf(branch.step, parent.steps);
  const from = words.branchOf(branch.parent + 1, where);
  return branch.pinned.length > 0 ? [from, words.pins(branch.pinned.length)] : [from];
}

function throwUnknown(index: number): never {
  throw new RangeError(`there is no cast member ${index}`);
}

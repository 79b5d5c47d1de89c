import { MOST_COMPARED, type TheatreState } from "../../extension/schema";
import { clockOf, familyOf } from "../model";
import { words } from "../words";
import { type Component, type Dispatch, recast } from "./component";
import { html } from "./dom";
import { createMember, type Member } from "./member";

/** The cast as a tree: every candidate, rejected sample and branch, with what became of it and when it was valid. */
export function createCast(dispatch: Dispatch): Component {
  const title = html("h2", { id: "cast-title" }, words.candidates);
  const list = html("ul", { class: "cast-list", "aria-labelledby": title.id });
  const element = html("section", { class: "cast-members", "aria-labelledby": title.id }, title, list);
  let members = new Map<number, Member>();
  const rebuild = (state: TheatreState): void => {
    members = new Map(
      familyOf(state.candidates).map((kin) => [kin.index, createMember(state.candidates, kin, dispatch)]),
    );
    list.replaceChildren(...[...members.values()].map((member) => member.element));
  };
  return {
    element,
    update(now, before) {
      const { candidates, selected, compared } = now.state;
      const anew = candidates !== before?.state.candidates;
      const hadFocus = list.contains(document.activeElement);
      if (anew) rebuild(now.state);
      if (recast(now, before) || compared !== before?.state.compared) {
        const full = compared.length >= MOST_COMPARED;
        for (const [index, member] of members) member.mark(index === selected, compared.includes(index), full);
        const current = members.get(selected);
        current?.element.scrollIntoView({ block: "nearest" });
        if (hadFocus && recast(now, before) && !(document.activeElement instanceof HTMLInputElement)) current?.focus();
      }
      const moment = clockOf(now.state);
      if (now.state !== before?.state) for (const member of members.values()) member.at(moment);
    },
  };
}

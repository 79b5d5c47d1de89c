import { meanDistance, pairwise, shownOf } from "../model";
import { words } from "../words";
import { type Component, moved } from "./component";
import { html, setText } from "./dom";

/** How far apart the codes of those side by side are at this step, pair by pair; the darker the farther. */
export function createDiversity(): Component {
  const mean = html("span", { class: "mean" });
  const title = html("h3", { id: "diversity-title", title: words.diversityHelp }, words.diversity, mean);
  const body = html("tbody");
  const head = html("tr");
  const table = html("table", { "aria-labelledby": title.id }, html("thead", {}, head), body);
  const element = html("section", { class: "diversity", "aria-labelledby": title.id }, title, table);
  let cells: HTMLTableCellElement[][] = [];
  let codes: readonly string[] = [];
  return {
    element,
    update(now, before) {
      if (!moved(now, before)) return;
      const { compared } = now.state;
      element.hidden = compared.length < 2;
      if (element.hidden) return;
      const anew = compared !== before?.state.compared;
      if (anew) {
        const name = (candidate: number, scope: string) => html("th", { scope }, String(candidate + 1));
        head.replaceChildren(html("td"), ...compared.map((candidate) => name(candidate, "col")));
        cells = compared.map(() => compared.map(() => html("td")));
        body.replaceChildren(
          ...compared.map((candidate, row) => html("tr", {}, name(candidate, "row"), ...(cells[row] ?? []))),
        );
      }
      const next = compared.map((candidate) => shownOf(now.state, candidate).frame.code);
      if (!anew && next.every((code, index) => code === codes[index])) return;
      codes = next;
      const rows = pairwise(codes);
      setText(mean, words.diversityMean((meanDistance(rows) ?? 0).toFixed(2)));
      for (const [i, row] of rows.entries()) {
        for (const [j, value] of row.entries()) {
          const cell = cells[i]?.[j];
          if (!cell) continue;
          setText(cell, i === j ? words.none : value.toFixed(2));
          cell.style.setProperty("--apart", value.toFixed(2));
        }
      }
    },
  };
}

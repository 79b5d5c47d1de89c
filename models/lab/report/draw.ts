import type { Config, TopLevelSpec } from "vega-lite";
import { CodeFusionError } from "../../../extension/errors";

/** White behind everything, so that a figure reads the same on a light and on a dark page. */
const CONFIG: Config = {
  background: "white",
  padding: 12,
  font: "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
  title: { fontSize: 16, anchor: "start", offset: 12 },
  axis: { labelFontSize: 13, titleFontSize: 13, gridColor: "#e5e5e5", domainColor: "#888888", tickColor: "#888888" },
  header: { labelFontSize: 13, titleFontSize: 13 },
  legend: { orient: "bottom", labelFontSize: 13, titleFontSize: 13, labelLimit: 300 },
  // Okabe and Ito: told apart by readers who see colours differently.
  range: { category: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"] },
};

/**
 * A chart as SVG text; the same chart gives the same text.
 * @throws CodeFusionError bad-input where the charting library is not installed: only a checkout has it
 */
export async function drawChart(spec: TopLevelSpec): Promise<string> {
  const { vega, compile } = await loadLibrary();
  // Ids of clip paths and gradients count up through the whole process.
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compile(spec, { config: CONFIG }).spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}

async function loadLibrary() {
  try {
    const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
    return { vega, compile };
  } catch (error) {
    throw new CodeFusionError(
      "bad-input",
      "the charts cannot be drawn here",
      "run it in a checkout, after npm install",
      {
        cause: error,
      },
    );
  }
}

/** `npm run report`: writes test/REPORT.md from test/faults.json. */
import { writeFileSync } from "node:fs";
import { readFaults, reportOf } from "./lib/faults.mjs";
import { at } from "./lib/paths.mjs";
import { main } from "./lib/process.mjs";

await main(async () => {
  writeFileSync(at("test", "REPORT.md"), reportOf(readFaults()));
  return 0;
});

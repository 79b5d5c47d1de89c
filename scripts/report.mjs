/** `npm run report`: writes test/REPORT.md from test/faults.json and test/soak.json. */
import { writeFileSync } from "node:fs";
import { readFaults, readSoak, reportOf } from "./lib/faults.mjs";
import { at } from "./lib/paths.mjs";
import { main } from "./lib/process.mjs";

await main(async () => {
  writeFileSync(at("test", "REPORT.md"), reportOf(readFaults(), readSoak()));
  return 0;
});

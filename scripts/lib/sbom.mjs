/** The software bill of materials of a package: what its bundles were made of and what is copied beside them, as CycloneDX. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CONDENSED } from "./notices.mjs";
import { MODULES, ROOT } from "./paths.mjs";
import { runOrThrow, ScriptError } from "./process.mjs";

/**
 * Writes the bill beside a package; the same packages give the same bytes.
 * @param {readonly string[]} packages folders, relative to the repository
 * @param {string} file absolute path
 * @throws {import("./process.mjs").ScriptError} where CycloneDX's own tool does not take it for valid
 */
export async function writeSbom(packages, file) {
  const folder = mkdtempSync(join(tmpdir(), "codefusion-sbom-"));
  try {
    // What the tool reads of a build is its metafile: one output, made of one file of every package.
    const inputs = Object.fromEntries(packages.map((each) => [`${each}/package.json`, { bytesInOutput: 1 }]));
    const bytes = Object.fromEntries(packages.map((each) => [`${each}/package.json`, { bytes: 1, imports: [] }]));
    const outputs = { "dist/extension.js": { bytes: 1, inputs, imports: [], exports: [], entryPoint: "package.json" } };
    const metafile = join(folder, "metafile.json");
    writeFileSync(
      metafile,
      JSON.stringify({ inputs: { "package.json": { bytes: 1, imports: [] }, ...bytes }, outputs }),
    );
    mkdirSync(dirname(file), { recursive: true });
    const tool = join(MODULES, "@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js");
    const options = ["--build-working-dir", ROOT, "--output-reproducible", "--validate", "--output-file", file];
    await runOrThrow("Writing the bill of materials", process.execPath, [tool, ...options, metafile], {
      cwd: ROOT,
      quiet: true,
    });
    // The tool passes over a package that it cannot read.
    const bill = JSON.parse(readFileSync(file, "utf8"));
    const named = bill.components.filter(({ version }) => version !== undefined).length;
    if (named !== packages.length) throw new ScriptError(`the bill names ${named} of ${packages.length} packages`);
    bill.components.push(...CONDENSED.map(componentOf));
    writeFileSync(file, `${JSON.stringify(bill, undefined, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a file of the package was condensed from: data, which no bundle tells of. */
function componentOf({ name, version, license }) {
  const [, group, plain] = /^(?:(@[^/]+)\/)?(.+)$/.exec(name);
  const own = { name: plain, version, licenses: [{ license: { id: license } }] };
  return { type: "data", "bom-ref": `${name}@${version}`, ...(group && { group }), ...own };
}

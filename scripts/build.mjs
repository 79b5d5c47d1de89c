/**
 * Bundles the extension, the inference child, the CLI and the theatre into dist/, with the files they load at run time
 * beside them. `node scripts/build.mjs [--target linux-x64] [--no-minify] [--no-sourcemap]`
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildOptions } from "./lib/bundles.mjs";
import { DistWriter } from "./lib/dist.mjs";
import { installIfNeeded } from "./lib/install.mjs";
import { bundledPackages, noticesOf, packageFolder } from "./lib/notices.mjs";
import { packLines } from "./lib/pack-lines.mjs";
import { at, MODULES, ROOT } from "./lib/paths.mjs";
import { main, ScriptError } from "./lib/process.mjs";
import { sourceHash, writeStamp } from "./lib/stamp.mjs";
import { currentTarget, nativeFiles } from "./lib/target.mjs";

/** Loaded at run time from beside the bundles, under the name of its package. */
const WASM = [
  "web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-python/tree-sitter-python.wasm",
  "tree-sitter-bash/tree-sitter-bash.wasm",
  "sh-syntax/main.wasm",
];

/** What is known of tools and modules, a line each. */
const KNOWN = ["bash/tools.txt", "python/modules.txt"];

/** Packages of which files are copied. */
const COPIED = ["onnxruntime-node", ...WASM.map((file) => file.split("/")[0])];

/**
 * Builds dist/ in place; a reader never sees a half-written file, and files of an earlier build are removed.
 * @param {{target?: string, minify?: boolean, sourcemap?: boolean}} [options]
 * @throws {ScriptError} when an entry file is missing or does not compile
 */
export async function build({ target = currentTarget(), minify = true, sourcemap = true } = {}) {
  const sources = sourceHash();
  const { build: bundle } = await import("esbuild");
  const all = buildOptions({ minify, sourcemap });
  for (const entry of all.flatMap((options) => options.entryPoints)) {
    if (!existsSync(entry.in))
      throw new ScriptError(`the entry file ${entry.in} is missing, so there is nothing to build`);
  }
  const dist = new DistWriter();
  const packages = new Set(COPIED.map(packageFolder));
  for (const options of all) {
    const result = await bundle(options).catch((error) => {
      throw new ScriptError(`the build failed: ${error.message.split("\n")[0]}`, { cause: error });
    });
    for (const file of result.outputFiles) dist.write(file.path, file.contents);
    for (const folder of bundledPackages(result.metafile, (output) => !/(^|\/)(lab|bench-worker)\.js$/.test(output)))
      packages.add(folder);
  }
  for (const file of WASM) dist.copy(join(MODULES, file), `${file.split("/")[0]}.wasm`);
  for (const file of nativeFiles(target)) dist.copy(join(MODULES, "onnxruntime-node", file), file);
  for (const file of KNOWN)
    dist.write(
      basename(file).replace(/txt$/, "bin"),
      packLines(readFileSync(at("extension", "languages", file), "utf8")),
    );
  dist.write("ThirdPartyNotices.txt", Buffer.from(noticesOf(packages)));
  // What a bill of materials is written from; it stays out of the package.
  dist.write("packages.json", Buffer.from(`${JSON.stringify([...packages].sort(), null, 1)}\n`));
  dist.removeOthers();
  writeStamp({ sources, target, minify, sourcemap });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(async () => {
    const { values } = parseArgs({
      allowNegative: true,
      options: {
        target: { type: "string", default: currentTarget() },
        minify: { type: "boolean", default: true },
        sourcemap: { type: "boolean", default: true },
      },
    });
    await installIfNeeded(ROOT);
    const started = Date.now();
    await build(values);
    console.error(`Built ${at("dist")} for ${values.target} in ${Date.now() - started} ms`);
  });
}

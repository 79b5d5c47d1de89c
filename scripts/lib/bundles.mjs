/** What esbuild makes of which entry file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { at, DIST, MODULES, ROOT } from "./paths.mjs";

/** esbuild's options for every bundle of dist/; nothing is written, the caller gets the files. */
export function buildOptions({ minify, sourcemap }) {
  const common = {
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    // Tells which packages are bundled, whose licences the notices hold.
    metafile: true,
    outdir: DIST,
    minify,
    // Error classes and functions keep the names that logs show.
    keepNames: true,
    sourcemap: sourcemap ? "linked" : false,
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
  };
  const node = {
    ...common,
    platform: "node",
    format: "cjs",
    target: "node20",
    // The report's charts are drawn from a checkout, where the library is installed.
    external: ["vscode", "vega", "vega-lite"],
    // Under cjs the ESM file's `import.meta` would be empty, so take the package's own cjs file.
    alias: { "web-tree-sitter": join(MODULES, "web-tree-sitter", "web-tree-sitter.cjs") },
    define: { "import.meta.url": "__bundleUrl" },
    banner: { js: 'const __bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
    plugins: [runtimeBesideTheBundle],
  };
  const browser = { ...common, platform: "browser", format: "iife", target: ["chrome120"] };
  return [
    {
      ...node,
      entryPoints: [
        { in: at("extension", "main.ts"), out: "extension" },
        { in: at("extension", "inference", "child.ts"), out: "child" },
        { in: at("extension", "cli", "main.ts"), out: "cli" },
        // The laboratory loads what lies beside the bundles, so it is built there; it is never packaged.
        { in: at("models", "lab", "main.ts"), out: "lab" },
        { in: at("models", "lab", "bench", "worker.ts"), out: "bench-worker" },
      ],
    },
    { ...browser, entryPoints: [{ in: at("webview", "main.ts"), out: "webview/theatre" }] },
    { ...browser, entryPoints: [{ in: at("webview", "theatre.css"), out: "webview/theatre" }] },
  ];
}

/** onnxruntime-node requires its binary by a computed path; in the bundle that path starts at the bundle's own folder. */
const runtimeBesideTheBundle = {
  name: "onnxruntime-beside-the-bundle",
  setup(build) {
    build.onLoad({ filter: /onnxruntime-node[\\/]dist[\\/]binding\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const contents = source.replace(
        /require\(`\.\.\/bin\//,
        'require("node:module").createRequire(__filename)(`./bin/',
      );
      if (contents === source) throw new Error(`${path} no longer loads its binary the way this build knows`);
      return { contents, loader: "js" };
    });
  },
};

/** Lint of imports, over the table of layers. */
const { LAYERS, STARTS_PROCESSES } = require("./lib/layers.cjs");

const pattern = (at) => `^${at.replaceAll(".", "\\.")}${at.endsWith(".ts") ? "$" : "/"}`;

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "vscode-in-the-editor-alone",
      severity: "error",
      comment: "everything else runs in plain Node, so that the CLI and the unit tests use the very code of the editor",
      from: { pathNot: "^extension/(editor/|main\\.ts$)" },
      to: { path: "^vscode$" },
    },
    {
      name: "processes-started-in-two-files",
      severity: "error",
      comment:
        "generated code is never executed: nothing that holds some can start a process, or a thread with code of its own",
      from: { path: "^(extension|webview|models/lab)/", pathNot: ["^webview/dev/", ...STARTS_PROCESSES.map(pattern)] },
      to: { path: "^(node:)?(child_process|cluster|worker_threads|vm|repl|inspector)$" },
    },
    ...LAYERS.map(({ at, imports }) => ({
      name: `imports-of-${at}`,
      severity: "error",
      from: { path: pattern(at) },
      to: { path: "^(extension|webview|models)/", pathNot: [at, ...imports].map(pattern) },
    })),
    {
      name: "no-folder-without-a-layer",
      severity: "error",
      from: { path: "^(extension|webview|models/lab)/", pathNot: LAYERS.map(({ at }) => pattern(at)) },
      to: {},
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "node_modules" },
  },
};

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { bundledPackages, noticesOf } from "../../../scripts/lib/notices.mjs";
import { ensureBuilt } from "../cli/process";

const DIST = path.join(__dirname, "../../../dist");

describe("third-party notices", () => {
  it("name what is bundled or copied, with its licence, and nothing of the laboratory's", async () => {
    await ensureBuilt();
    const file = path.join(DIST, "ThirdPartyNotices.txt");
    assert.ok(existsSync(file));
    const text = readFileSync(file, "utf8");
    for (const name of [
      "onnxruntime-node",
      "web-tree-sitter",
      "tree-sitter-bash",
      "zod",
      "commander",
      "@huggingface/tokenizers",
      "@withfig/autocomplete",
    ])
      assert.match(text, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, "m"));
    assert.match(text, /Permission is hereby granted/);
    assert.match(text, /^typeshed mypy-\d+\.\d+\.\d+ \(Apache-2\.0\)/m);
    assert.match(text, /protobuf/i);
    assert.doesNotMatch(text, /^vega/m);
  });

  it("count the packages of packaged bundles, also of scopes, and no code that was left out", () => {
    const inputs = {
      "node_modules/zod/v4/core.js": { bytesInOutput: 5 },
      "node_modules/@a/b/x.js": { bytesInOutput: 5 },
      "node_modules/@a/b/node_modules/c/x.js": { bytesInOutput: 1 },
      "node_modules/unused/x.js": { bytesInOutput: 0 },
      "extension/main.ts": { bytesInOutput: 9 },
    };
    const lab = { "node_modules/openai/x.js": { bytesInOutput: 1 } };
    const metafile = { outputs: { "dist/cli.js": { inputs }, "dist/lab.js": { inputs: lab } } };
    const found = bundledPackages(metafile, (output) => output !== "dist/lab.js");
    assert.deepEqual([...found].sort(), ["node_modules/@a/b", "node_modules/@a/b/node_modules/c", "node_modules/zod"]);
  });

  it("are no notices where a licence is missing", () => {
    assert.throws(() => noticesOf(["test/vscode-host"]), /no licence text/);
  });
});

import assert from "node:assert/strict";
import { currentTarget, nativeFiles, RELEASED, TARGETS } from "../../../scripts/lib/target.mjs";

describe("the native files of a package", () => {
  it("are those of its own platform", () => {
    for (const target of TARGETS) {
      const files = nativeFiles(target);
      const folder = `bin/napi-v6/${target.replace("-", "/")}/`;
      assert.ok(
        files.every((file) => file.startsWith(folder)),
        `${target}: ${files.join(", ")}`,
      );
      if (files.length > 0) assert.ok(files.includes(`${folder}onnxruntime_binding.node`));
    }
  });

  it("hold no CUDA libraries and no library twice", () => {
    for (const target of TARGETS) {
      const files = nativeFiles(target);
      assert.ok(!files.some((file) => /cuda|tensorrt/.test(file)));
      assert.ok(files.filter((file) => /\.(dylib|so)/.test(file)).length <= 1, files.join(", "));
    }
  });

  it("exist for every target of a release but the universal one", () => {
    assert.deepEqual(
      RELEASED.filter((target) => nativeFiles(target).length === 0),
      ["universal"],
    );
    assert.ok(
      ["linux-x64", "linux-arm64", "darwin-arm64", "win32-x64", "win32-arm64"].every((each) => RELEASED.includes(each)),
    );
  });

  it("exist for the machine that runs this", () => {
    assert.ok(TARGETS.includes(currentTarget()));
  });

  it("are not guessed for an unknown target", () => {
    assert.throws(() => nativeFiles("amiga-68k"), /unknown target amiga-68k.*linux-x64/);
  });
});

import assert from "node:assert/strict";
import type { Generator } from "../../../extension/contract";
import { GeneratorSource } from "../../../extension/editor/run/generator-source";
import type { ConfiguredProvider } from "../../../extension/editor/shell/config";

interface Fake extends Generator {
  readonly provider: ConfiguredProvider;
  disposed: boolean;
}

function fake(provider: ConfiguredProvider): Fake {
  return {
    provider,
    disposed: false,
    generate: () => Promise.reject(new Error("not used")),
    status: () => ({ kind: "local", provider, state: "idle" }),
    dispose() {
      this.disposed = true;
    },
  };
}

describe("GeneratorSource", () => {
  let provider: ConfiguredProvider;
  let made: Fake[];
  let source: GeneratorSource;

  beforeEach(() => {
    provider = "auto";
    made = [];
    source = new GeneratorSource(
      async () => {
        const generator = fake(provider);
        made.push(generator);
        return generator;
      },
      () => provider,
    );
  });

  it("makes nothing before it is asked, and one for all who ask", async () => {
    assert.equal(made.length, 0);
    const [a, b] = await Promise.all([source.get(), source.get()]);
    assert.equal(a, b);
    assert.equal(made.length, 1);
  });

  it("makes a new one for another provider and disposes the old", async () => {
    await source.get();
    provider = "cpu";
    await source.get();
    assert.deepEqual(
      made.map((each) => [each.provider, each.disposed]),
      [
        ["auto", true],
        ["cpu", false],
      ],
    );
  });

  it("disposes what it released, even when that is still being made, and makes a new one later", async () => {
    const pending = source.get();
    source.release();
    await pending;
    assert.equal(made[0]?.disposed, true);
    assert.notEqual(await source.get(), made[0]);
  });

  it("tries again after it could not be made", async () => {
    let broken = true;
    const flaky = new GeneratorSource(
      async () => {
        if (broken) throw new Error("no model");
        return fake("cpu");
      },
      () => "cpu",
    );
    await assert.rejects(flaky.get(), /no model/);
    broken = false;
    assert.equal((await flaky.get()).status().provider, "cpu");
    flaky.dispose();
  });
});

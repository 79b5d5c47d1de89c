import assert from "node:assert/strict";
import { decodingFor } from "../../../extension/model";

const OF_ALL = { steps: 8, guidance: 1, temperature: 0.5, oversampling: 4, buckets: 2 };

describe("decoding defaults", () => {
  it("are a language's own where the model has some, and those of all for the rest", () => {
    const manifest = { defaults: { ...OF_ALL, languages: { python: { temperature: 0.7, buckets: 3 } } } };
    assert.deepEqual(decodingFor(manifest, "python"), { ...OF_ALL, temperature: 0.7, buckets: 3 });
    assert.deepEqual(decodingFor(manifest, "bash"), OF_ALL);
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { bashTemplate, cfMatch } from "../../../extension/languages";
import { tableSchema } from "../../../extension/schema";

const vectorSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("template"), code: z.string(), template: z.string() }),
  z.object({ kind: z.literal("cf"), pred: z.string(), gold: z.string(), data: tableSchema, match: z.boolean() }),
  z.object({ kind: z.literal("diversity") }),
]);

const VECTORS = readFileSync(path.join(__dirname, "../../golden/metric-vectors.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => vectorSchema.parse(JSON.parse(line)));

describe("the vectors of the metrics", () => {
  it("cover both languages", () => {
    assert.deepEqual(new Set(VECTORS.map(({ kind }) => kind)), new Set(["template", "cf", "diversity"]));
  });

  for (const vector of VECTORS) {
    if (vector.kind === "template") {
      it(`template of ${vector.code}`, () => assert.equal(bashTemplate(vector.code), vector.template));
    } else if (vector.kind === "cf") {
      it(`${vector.pred} against ${vector.gold}`, () =>
        assert.equal(cfMatch(vector.pred, vector.gold, vector.data), vector.match));
    }
  }
});

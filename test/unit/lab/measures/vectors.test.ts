import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { bashTemplate } from "../../../../extension/languages";
import { tableSchema } from "../../../../extension/schema";
import { diversity, loadMatch, type Match } from "../../../../models/lab/measures";

const vectorSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("template"), code: z.string(), template: z.string() }),
  z.object({ kind: z.literal("cf"), pred: z.string(), gold: z.string(), data: tableSchema, match: z.boolean() }),
  z.object({
    kind: z.literal("diversity"),
    candidates: z.array(z.string()),
    unique: z.number(),
    ngram4: z.number(),
    editDistance: z.number(),
  }),
]);

const file = path.join(__dirname, "..", "..", "..", "golden", "metric-vectors.jsonl");
const vectors = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => vectorSchema.parse(JSON.parse(line)));

describe("the reference vectors of the metrics", () => {
  let match: Match;
  before(async () => {
    match = await loadMatch();
  });

  it("has vectors of every kind", () => {
    assert.deepEqual([...new Set(vectors.map(({ kind }) => kind))].sort(), ["cf", "diversity", "template"]);
  });

  for (const vector of vectors) {
    switch (vector.kind) {
      case "template":
        it(`gives the template of: ${vector.code}`, () => {
          assert.equal(bashTemplate(vector.code), vector.template);
        });
        break;
      case "cf":
        it(`judges ${vector.pred} against ${vector.gold}`, () => {
          assert.equal(match("cf", vector.pred, vector.gold, vector.data), vector.match);
        });
        break;
      case "diversity":
        it(`measures the diversity of ${JSON.stringify(vector.candidates)}`, () => {
          const { kind: _, candidates, ...expected } = vector;
          assert.deepEqual(diversity(candidates), expected);
        });
    }
  }
});

import assert from "node:assert/strict";
import { loadLanguage } from "../../../extension/languages";
import { ARITY, PREDICATES } from "../../../extension/languages/cf";
import { createServedGenerator } from "../../../extension/served";
import { ruleIn, ruleSchema } from "../../../extension/served/rule-schema";
import { ChatServer, completion } from "./chat-server";

const TABLE = [
  ["City", "Sales"],
  ["Rome", 5],
  ["Oslo", 90],
];

function patternOf(columns: number): RegExp {
  const { properties } = ruleSchema(columns) as {
    readonly properties: { readonly rule: { readonly pattern: string } };
  };
  return new RegExp(properties.rule.pattern);
}

describe("the schema of CF rules", () => {
  it("holds every predicate, with columns and without, and only what is valid", async () => {
    const language = await loadLanguage("cf");
    for (const columns of [0, 2])
      for (const { name, takes } of PREDICATES.values()) {
        const values = ["1", "2"].slice(0, ARITY[takes]);
        const rule = `${name}(${[...(columns > 0 ? ["c[1]"] : []), ...values].join(",")})`;
        for (const each of [rule, `NOT(${rule})`, `AND(${rule},${rule},${rule})`]) {
          assert.match(each, patternOf(columns));
          assert.deepEqual(language.validate(rule), { valid: true }, rule);
        }
      }
  });

  it("holds nothing else", () => {
    for (const text of ["", "rule", "GreaterThan()", "GreaterThan(1", "AND(Blanks())", "Between(1)", 'TextEquals("a")'])
      assert.doesNotMatch(text, patternOf(0));
    for (const text of ["GreaterThan(1)", "GreaterThan(c[2],1)", "StartsWith(c[0],x c[9])"])
      assert.doesNotMatch(text, patternOf(2));
  });

  it("is read from an answer however much of it has come, and other answers stay as they are", () => {
    const whole = JSON.stringify({ rule: "TextContains(Zoë)" });
    assert.equal(ruleIn(whole), "TextContains(Zoë)");
    assert.equal(ruleIn(whole.slice(0, 20)), "TextContain");
    assert.equal(ruleIn('{ "rule" : "Blanks()'), "Blanks()");
    for (const other of ["Blanks()", "{", '{"rule":'] as const) assert.equal(ruleIn(other), other);
  });

  it("is asked for where a server takes schemas and no grammar, for rules alone", async () => {
    const server = await ChatServer.start(() => completion([JSON.stringify({ rule: "GreaterThan(c[1],85)" })]));
    server.models = { body: { object: "list", data: [{ id: "tiny-chat", object: "model", owned_by: "library" }] } };
    const generator = createServedGenerator({ server: { url: server.endpoint }, model: "tiny-chat", temperature: 0 });
    const common = { utterance: "Highlight Sales above 85", count: 1, seed: 7 };
    const { candidates, history } = await generator.generate({ ...common, language: "cf", table: TABLE });
    assert.deepEqual(
      candidates.map(({ code }) => code),
      ["GreaterThan(c[1],85)"],
    );
    const [first] = candidates;
    assert.equal(first && (await history(first)).frames.at(-1)?.code, "GreaterThan(c[1],85)");
    await generator.generate({ ...common, language: "python" }).catch(() => {});
    const formats = server.asked.map(({ request }) => JSON.stringify(request.response_format));
    assert.ok(formats[0]?.includes("GreaterThan"));
    assert.equal(formats[1], undefined);
    await server.stop();
  });
});

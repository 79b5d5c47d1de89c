import assert from "node:assert/strict";
import fc from "fast-check";
import { inEnglish, say } from "../../../extension/errors";
import { loadLanguage } from "../../../extension/languages";
import { type DecodedSample, judgeAll, PartVotes, type Setting, select as selectJudged } from "../../../extension/rank";

const sample = (slotted: string, probability: number, index = 0): DecodedSample => ({
  index,
  seed: index,
  slotted,
  probability,
});

const select = (samples: readonly DecodedSample[], setting: Setting, count: number) =>
  selectJudged(judgeAll(samples, setting), setting, count);

describe("the candidate chain", () => {
  let cf: Setting;
  let bash: Setting;
  before(async () => {
    cf = {
      language: await loadLanguage("cf"),
      slots: [{ index: 0, spans: [[0, 2]], value: "85" }],
      header: ["City", "Sales"],
      utterance: "highlight 85",
    };
    bash = { language: await loadLanguage("bash"), slots: [], header: [], utterance: "list files" };
  });

  it("offers only valid code and keeps the reason of what it drops", () => {
    const { candidates, rejected } = select(
      [sample("GreaterThan(\uE000)", 0.5), sample("GreaterThan(", 0.9), sample("LessThan(\uE004)", 0.8)],
      cf,
      5,
    );
    assert.deepEqual(
      candidates.map(({ code }) => code),
      ["GreaterThan(85)"],
    );
    assert.equal(rejected.length, 2);
    assert.ok(rejected.every(({ reason }) => inEnglish(reason).length > 3));
  });

  it("counts equal programs as agreement, not as candidates", () => {
    const { candidates } = select(
      [sample("LessThan(1)", 0.5, 0), sample("GreaterThan(85)", 0.4, 1), sample("GreaterThan(\uE000)", 0.4, 2)],
      cf,
      5,
    );
    assert.deepEqual(
      candidates.map(({ code }) => code),
      ["GreaterThan(85)", "LessThan(1)"],
    );
  });

  it("offers another idea before another wording of the first one", () => {
    const { candidates } = select(
      [sample("ls a", 0.9, 0), sample("ls b", 0.8, 1), sample("find .", 0.1, 2), sample("du -s", 0.05, 3)],
      bash,
      3,
    );
    assert.deepEqual(
      candidates.map(({ code }) => code.split(" ")[0]),
      ["ls", "find", "du"],
    );
  });

  it("offers something else before what repeats an idea nearly letter for letter", () => {
    const { candidates } = select(
      [
        sample("find . -name a -type f", 0.9, 0),
        sample("find . -name a -type d -print", 0.3, 1),
        sample("ls -R", 0.2, 2),
      ],
      bash,
      2,
    );
    assert.deepEqual(
      candidates.map(({ code }) => code),
      ["find . -name a -type f", "ls -R"],
    );
  });

  it("puts a rule that formats no cell of the table behind one that does, and nothing elsewhere", () => {
    const table = [
      ["City", "Sales"],
      ["Rome", 90],
      ["Oslo", 10],
    ];
    const samples = [sample("GreaterThan(\uE010,\uE000)", 0.6, 0), sample("GreaterThan(\uE011,\uE000)", 0.2, 1)];
    const first = (setting: Setting) => select(samples, setting, 5).candidates[0]?.code;
    assert.equal(first({ ...cf, table }), "GreaterThan(c[1],85)");
    assert.equal(first({ ...cf, table: table.slice(0, 1) }), "GreaterThan(c[0],85)", "a header alone says nothing");
    assert.equal(first(cf), "GreaterThan(c[0],85)");
  });

  it("orders samples before filtering by agreement, and by nothing that only valid code can be asked", () => {
    const table = [
      ["City", "Sales"],
      ["Rome", 9],
    ];
    const idle = sample("GreaterThan(\uE010,\uE000)", 0.6, 0);
    const unfiltered = (samples: readonly DecodedSample[]) =>
      select(samples, { ...cf, table }, 5).judged.map(({ code }) => code);
    const [afterNone] = unfiltered([sample("GreaterThan(", 0.5, 1), idle]);
    assert.equal(
      afterNone,
      "GreaterThan(c[0],85)",
      "that it formats no cell is no reason to stand behind what is no rule",
    );
    const [agreed] = unfiltered([idle, sample("LessThan(\uE000)", 0.4, 1), sample("LessThan(\uE000)", 0.4, 2)]);
    assert.equal(agreed, "LessThan(85)");
  });

  it("puts what cannot be undone behind the rest, unless the utterance asks for it", () => {
    const samples = [sample("find . -exec rm {} \\;", 0.6, 0), sample("find . -type f", 0.2, 1)];
    const first = (utterance: string) => select(samples, { ...bash, utterance }, 5).candidates[0]?.code;
    assert.equal(first("list all files"), "find . -type f");
    assert.match(first("remove all files") ?? "", /rm/);
  });

  it("takes the same rule on another column for another idea, where no column is mentioned", () => {
    const { candidates } = select(
      [
        sample("GreaterThan(c[0], 85)", 0.5, 0),
        sample("GreaterThan(c[1], 85)", 0.3, 1),
        sample("GreaterThan(c[0], 8)", 0.4, 2),
        sample("LessThan(c[0], 85)", 0.1, 3),
      ],
      cf,
      3,
    );
    assert.deepEqual(
      candidates.map(({ code }) => code),
      ["GreaterThan(c[0],85)", "GreaterThan(c[1],85)", "LessThan(c[0],85)"],
    );
  });

  it("prefers code that uses the utterance's literals over likelier code that leaves them out", () => {
    const samples = [sample("Errors()", 0.9, 0), sample("GreaterThan(\uE000)", 0.5, 1)];
    assert.deepEqual(
      select(samples, cf, 2).candidates.map(({ code }) => code),
      ["GreaterThan(85)", "Errors()"],
    );
  });

  it("tries other readings where the first one is not valid, and still calls the sample's raw reading invalid", () => {
    const readings = [
      { slotted: "echo '", probability: 0.3 },
      { slotted: "echo x", probability: 0.2 },
    ];
    const { candidates, judged } = select([{ ...sample("echo (", 0.9), others: () => readings }], bash, 1);
    assert.equal(candidates[0]?.code, "echo x");
    assert.equal(judged[0]?.rawValid, false);
  });

  it("offers a text that neither the utterance nor the table holds only where there is nothing else", () => {
    const table = [["State"], ["done"]];
    const setting: Setting = { ...cf, slots: [], table, utterance: "mark what is finished, above 1,000" };
    const texts = ["done", "finish", "1000", "service", "in"];
    const drawn = texts.map((text) => sample(`TextEquals(${text})`, 0.5));
    const { candidates, rejected } = select(drawn, setting, 5);
    assert.deepEqual(candidates.map(({ code }) => code).sort(), [
      "TextEquals(1000)",
      "TextEquals(done)",
      "TextEquals(finish)",
    ]);
    assert.equal(rejected.length, 2);
    assert.equal(select(drawn.slice(3), setting, 5).candidates.length, 2);
  });

  it("ranks by what near examples have in common, part by part, and keeps that with the sample", () => {
    const near = (slotted: string, similarity: number) => ({
      example: { language: "bash", utterance: slotted, slotted, source: "test" } as const,
      similarity,
    });
    const parts = new PartVotes([near("ls -a x", 0.5), near("ls -l x", 0.5), near("ls -a -l", 0.5)], bash);
    const drawn = [sample("du -s", 0.5), sample("ls -a", 0.45)];
    const first = (setting: Setting) => select(drawn, setting, 2).candidates[0];
    assert.equal(first(bash)?.code, "du -s");
    assert.equal(first({ ...bash, parts })?.code, "ls -a");
    const kept = drawn.map((each, at) => ({ ...each, parts: judgeAll(drawn, { ...bash, parts })[at]?.parts ?? 0 }));
    assert.equal(select(kept, bash, 2).candidates[0]?.code, "ls -a");
  });

  it("for any near examples, weighs any code above 0, and what all of them are at least as high as what none is", () => {
    const code = fc.constantFrom("ls", "ls -l", "find . -type f", "if", "echo 'a", "grep a b | wc -l", "");
    const examples = fc.array(fc.tuple(code, fc.double({ min: 0.01, max: 1, noNaN: true })), { minLength: 1 });
    fc.assert(
      fc.property(examples, code, (near, asked) => {
        const recalled = near.map(([slotted, similarity]) => ({
          example: { language: "bash", utterance: "", slotted, source: "" } as const,
          similarity,
        }));
        assert.ok(new PartVotes(recalled, bash).weigh(asked) > 0);
        const alike = new PartVotes(
          recalled.map((each) => ({ ...each, example: { ...each.example, slotted: "pwd -P" } })),
          bash,
        );
        assert.ok(alike.weigh("pwd -P") >= alike.weigh("cal -m"));
      }),
    );
  });

  it("offers nothing beside the first that is hardly ever right, and says so", () => {
    const setting = { ...bash, trust: () => 0.001, leastConfidence: 0.005 };
    const { candidates, rejected, shortfall, isEnough } = select(
      [sample("ls", 0.5), sample("pwd", 0.4, 1)],
      setting,
      2,
    );
    assert.deepEqual(
      candidates.map(({ code }) => code),
      ["ls"],
    );
    assert.match(
      rejected.find(({ sample: { code } }) => code === "pwd")?.reason.text ?? "",
      /hardly any candidate like it/,
    );
    assert.match(inEnglish(shortfall ?? say``), /1 hardly ever right$/);
    assert.ok(isEnough, "more samples would not help");
  });

  it("says why there are fewer than asked", () => {
    const { shortfall } = select([sample("ls", 0.5), sample("if then", 0.5), sample("ls  ", 0.2)], bash, 5);
    assert.match(
      inEnglish(shortfall ?? say``),
      /^1 of 5 candidates from 3 samples: 1 not valid Bash, 1 repeating another$/,
    );
  });

  it("for any samples: distinct, valid, best first, never more than asked, and nothing disappears", () => {
    const code = fc.constantFrom("ls", "ls -l", "ls  -l", "find . -type f", "if", "echo 'a", "grep a b | wc -l", "");
    const samples = fc.array(fc.tuple(code, fc.double({ min: 1e-9, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 6 }), (drawn, count) => {
        const decoded = drawn.map(([text, probability], index) => sample(text, probability, index));
        const { candidates, rejected } = select(decoded, bash, count);
        assert.ok(candidates.length <= count);
        assert.equal(candidates.length + rejected.length, decoded.length);
        assert.equal(new Set(candidates.map((c) => bash.language.normalise(c.code))).size, candidates.length);
        for (const { code: offered, score } of candidates) {
          assert.ok(bash.language.validate(offered).valid);
          assert.ok(score > 0 && score <= 1 + 1e-9);
        }
        const scores = candidates.map(({ score }) => score);
        assert.deepEqual(
          scores,
          [...scores].sort((a, b) => b - a),
        );
      }),
    );
  });
});

import assert from "node:assert/strict";
import { hoverContent, selectFrames, sparkline } from "../../../extension/editor/history/hover-content";
import { packHistory, unpackHistory } from "../../../extension/editor/history/stored";
import type { History } from "../../../extension/schema";
import { someHistory } from "./fixtures";

const entry = (id: string) => ({
  id,
  uri: "file:///a.sh",
  range: { start: 3, end: 9 },
  text: "ls -la",
  indent: "",
  history: someHistory(),
});

describe("stored histories", () => {
  it("come back as they were, but for digits of confidence nobody sees", () => {
    const { entries, dropped } = unpackHistory(JSON.parse(JSON.stringify(packHistory([entry("a"), entry("b")], 10))));
    assert.equal(dropped, 0);
    assert.deepEqual(
      entries.map((each) => [each.id, each.range, each.history.code]),
      [
        ["a", { start: 3, end: 9 }, "ls -la"],
        ["b", { start: 3, end: 9 }, "ls -la"],
      ],
    );
    assert.equal(entries[0]?.history.frames[0]?.tokens[1]?.confidence, 0.123);
  });

  it("are read as they were stored before samples told what they start from, and keep it since", () => {
    const [frame] = someHistory().frames;
    assert.ok(frame);
    const told = someHistory(10, { startedFrom: "example", example: "list" });
    const history = { ...told, frames: [{ ...frame, source: "nearest" as const }, ...told.frames] };
    const { entries, dropped } = unpackHistory(
      JSON.parse(JSON.stringify(packHistory([entry("a"), { ...entry("b"), history }], 10))),
    );
    assert.equal(dropped, 0);
    const [old, now] = entries.map((each) => each.history);
    assert.deepEqual([old?.startedFrom, old?.frames[0]?.source], [undefined, "decoder"]);
    assert.deepEqual([now?.startedFrom, now?.example, now?.frames[0]?.source], ["example", "list", "nearest"]);
  });

  it("are bounded: the oldest go first, and 0 keeps none", () => {
    const all = ["a", "b", "c"].map(entry);
    assert.deepEqual(
      unpackHistory(packHistory(all, 2)).entries.map((each) => each.id),
      ["b", "c"],
    );
    assert.deepEqual(unpackHistory(packHistory(all, 0)).entries, []);
  });

  it("are bounded in size too: the oldest go first, and one that never fits is not kept", () => {
    const [a, b] = [entry("a"), entry("b")];
    const one = JSON.stringify(packHistory([b], 1)).length;
    assert.deepEqual(
      unpackHistory(packHistory([a, b], 10, one)).entries.map((each) => each.id),
      ["b"],
    );
    assert.deepEqual(unpackHistory(packHistory([a, b], 10, 100)).entries, []);
  });

  it("leave out what cannot be read, without an error", () => {
    const broken = { ...entry("b"), range: { start: 9, end: 9 } };
    const { entries, dropped } = unpackHistory({ version: 1, entries: [entry("a"), broken, "nonsense"] });
    assert.deepEqual([entries.map((each) => each.id), dropped], [["a"], 2]);
    assert.deepEqual(unpackHistory({ version: 99, entries: [entry("a")] }), { entries: [], dropped: 1 });
    assert.deepEqual(unpackHistory(undefined), { entries: [], dropped: 0 });
  });
});

const links = { theatre: () => "x", regenerate: "y", forget: "z" };

describe("hover content", () => {
  const content = hoverContent({
    history: someHistory(),
    highlightedAs: "shellscript",
    links: { theatre: (frame) => `command:show?${frame}`, regenerate: "command:again", forget: "command:forget" },
  });

  it("shows at least four steps as highlighted code, the first and the result among them", () => {
    assert.ok((content.match(/```shellscript\n/g) ?? []).length >= 4);
    assert.match(content, /```shellscript\nw10\n```/);
    assert.match(content, /```shellscript\nls -la\n```/);
  });

  it("tells the utterance, confidence, distance, seed, model and provider", () => {
    for (const part of [/list \\\*all\\\* files/, /88%/, /seed 7/, /tiny\\_model/, /local, cpu/, /█.*▁/]) {
      assert.match(content, part);
    }
  });

  it("explains at most eight parts of the code as they are written, and says how many more there are", () => {
    const explained = ["find", "-type f", "`-x`", "-o $(date)", "-e", "-f", "-g", "-h", "-i", "-j"].map((text) => ({
      text,
      says: `Does *${text}*`,
    }));
    const text = hoverContent({ history: someHistory(), highlightedAs: "shellscript", links, explained });
    const lines = text.split("\n").filter((line) => line.startsWith("- "));
    assert.equal(lines.length, 9);
    assert.equal(lines[0], "- `find` Does \\*find\\*");
    assert.match(lines[2] ?? "", /^- `` `-x` `` Does/);
    assert.match(lines[3] ?? "", /^- `-o …` Does/);
    assert.equal(lines[8], "- _and 2 more_");
    assert.doesNotMatch(content, /^- /m);
  });

  it("tells the server where one made it", () => {
    const { backend: _, ...history } = someHistory();
    const links = { theatre: () => "command:show", regenerate: "command:again", forget: "command:forget" };
    const told = (backend: History["backend"]) =>
      hoverContent({ history: { ...history, backend }, highlightedAs: "shellscript", links }).replaceAll("\\", "");
    assert.match(
      told({ kind: "remote", provider: "serve", host: "a.example:8080" }),
      /computed at a\.example:8080 \(serve\)/,
    );
    assert.match(told({ kind: "served", provider: "vllm", host: "b.example" }), /served, vllm, b\.example/);
  });

  it("links each shown step and the theatre as a whole", () => {
    assert.match(content, /\[\S+ Open the theatre\]\(command:show\?undefined /);
    assert.match(content, /\[Step 10 of 10\]\(command:show\?0 /);
    assert.match(content, /\[\S+ Regenerate\]\(command:again /);
    assert.match(content, /\[\S+ Forget\]\(command:forget /);
    assert.match(content, /\[Result\]\(command:show\?10 /);
  });

  it("says so where the code was edited since", () => {
    const edited = hoverContent({ history: someHistory(), highlightedAs: "python", links, isEdited: true });
    assert.match(edited, /edited since/);
    assert.doesNotMatch(content, /edited since/);
  });

  it("says one confidence, that of the candidate", () => {
    assert.equal(content.match(/confidence/g)?.length, 1);
    assert.match(content, /confidence 88%: how often candidates like it were exactly right/);
  });

  it("gives steps that read the same one line, and begins with what the sample starts from", () => {
    const { frames } = someHistory(6);
    const [first] = frames;
    assert.ok(first);
    const settled = frames.map((frame) => (frame.step > 4 ? frame : { ...frame, code: "ls -la" }));
    const start = { ...first, t: 1, source: "nearest" as const, code: "~~" };
    const shown = (history: History) => hoverContent({ history, highlightedAs: "shellscript", links });
    const names = (text: string) => [...text.matchAll(/\[([^\]$]+)\]\(x /g)].map(([, name]) => name);
    assert.deepEqual(names(shown(someHistory(6, { startedFrom: "noise", frames: [start, ...settled] }))), [
      "Pure noise",
      "Step 6 of 6",
      "Step 5 of 6",
      "Steps 4 to 1 of 6 and the result",
    ]);
    const changed = settled.map((frame) => (frame.step === 0 ? { ...frame, code: "ls -l" } : frame));
    assert.deepEqual(names(shown(someHistory(6, { frames: changed }))).slice(2), ["Steps 4 to 1 of 6", "Result"]);
    assert.deepEqual(names(shown(someHistory(6, { frames: settled.slice(-2) }))), ["Step 1 of 6 and the result"]);
  });

  it("calls a remembered example that came back as it was just that, and shows no steps", () => {
    const frames = someHistory(4).frames.map((frame) => ({ ...frame, code: "ls -la" }));
    const history = someHistory(32, { frames, startedFrom: "example", example: "list `everything`" });
    const text = hoverContent({ history, highlightedAs: "shellscript", links });
    assert.match(text, /Recalled, nothing changed: the example “list \\`everything\\`”/);
    assert.equal(text.match(/```shellscript\nls -la\n```/g)?.length, 1);
    assert.doesNotMatch(text, /Step|Edit distance|Result/);
  });

  it("says so where a step has no code yet", () => {
    const empty = someHistory(1, { code: "" });
    assert.match(hoverContent({ history: empty, highlightedAs: "python", links }), /_\(empty\)_/);
  });

  it("calls what a served model appended written, and what it denoised denoised", () => {
    const backend = { kind: "served", provider: "llamacpp", host: "box:8080" } as const;
    const sent = (stream: "append" | "replace") => {
      const { frames, ...rest } = someHistory(2, { backend, stream });
      const streamed = frames.map((frame) => ({ ...frame, source: "stream" as const }));
      return hoverContent({ history: { ...rest, frames: streamed }, highlightedAs: "shellscript", links });
    };
    assert.match(sent("append"), /Written left to right by tiny\\_model at box:8080/);
    assert.match(sent("append"), /50% of what was sent/);
    assert.match(sent("append"), /served, llamacpp, box:8080/);
    assert.doesNotMatch(sent("append"), /denois/i);
    assert.match(sent("replace"), /Denoised by tiny\\_model at box:8080/);
  });

  it("selects the first, the last and what lies between, never twice", () => {
    assert.deepEqual(selectFrames(11, 5), [0, 3, 5, 8, 10]);
    assert.deepEqual(selectFrames(3, 5), [0, 1, 2]);
    assert.deepEqual(selectFrames(1, 5), [0]);
  });

  it("draws distances as bars", () => {
    assert.equal(sparkline([1, 0.5, 0]), "█▅▁");
  });
});

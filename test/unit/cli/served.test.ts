import assert from "node:assert/strict";
import { CODEFUSION } from "../../../extension/cli/program";
import { doctorReportSchema, generateReportSchema } from "../../../extension/schema";
import { ChatServer, streamed } from "../served/chat-server";
import { runnerOf, unused } from "./fake";

const run = runnerOf(CODEFUSION);

describe("codefusion with --served", () => {
  let server: ChatServer;
  before(async () => {
    server = await ChatServer.start((_, at) =>
      streamed([
        ["ls", -0.1],
        [at % 2 === 0 ? " -a" : " -l", -0.2],
      ]),
    );
  });
  after(() => server.stop());

  const generate = (...more: string[]) =>
    run(["generate", "list files", "--language", "bash", "--served", server.endpoint, ...more], unused);

  it("generates with the model that is named, and says who made each candidate", async () => {
    const { code, stdout, line } = await generate("--model", "tiny-chat", "--count", "2", "--json", "--frames");
    assert.equal(code, 0, line);
    const report = generateReportSchema.parse(JSON.parse(stdout));
    const host = new URL(server.endpoint).host;
    assert.deepEqual(report.backend, { kind: "served", provider: "test", host });
    assert.deepEqual(report.model, { id: "tiny-chat" });
    assert.deepEqual(report.candidates.map((each) => each.code).sort(), ["ls -a", "ls -l"]);
    for (const { madeBy, frames } of report.candidates) {
      assert.deepEqual(madeBy, { kind: "served", provider: "test", host, model: "tiny-chat" });
      assert.deepEqual(
        frames?.map(({ source, code: shown }) => [source, shown.slice(0, 2)]),
        [
          ["stream", "ls"],
          ["stream", "ls"],
        ],
      );
    }
  });

  it("refuses flags that do not go together, before anything is sent", async () => {
    const before = server.asked.length;
    const nameless = await generate();
    assert.equal(nameless.code, 2);
    assert.match(nameless.line ?? "", /no name.*--model/);
    for (const more of [
      ["--steps", "4"],
      ["--remote", "http://127.0.0.1:1"],
      ["--provider", "cpu"],
    ])
      assert.equal((await generate("--model", "tiny-chat", ...more)).code, 2, more.join(" "));
    assert.equal(server.asked.length, before);
  });

  it("names the models that there are where the named one is not among them", async () => {
    const { code, line } = await generate("--model", "other");
    assert.equal(code, 1);
    assert.match(line ?? "", /has no model other: choose one that it has: tiny-chat/);
  });

  const examine = (...more: string[]) => run(["doctor", "--served", server.endpoint, "--json", ...more], unused);

  it("examines a server: its models, the round trip, and the speed of the named one", async () => {
    const listed = doctorReportSchema.parse(JSON.parse((await examine()).stdout)).served;
    assert.deepEqual([listed?.works, listed?.models, listed?.tokensPerSecond], [true, ["tiny-chat"], undefined]);
    const asked = doctorReportSchema.parse(JSON.parse((await examine("--model", "tiny-chat")).stdout)).served;
    assert.deepEqual([asked?.works, asked?.model, asked?.server], [true, "tiny-chat", "test"]);
    assert.ok((asked?.tokensPerSecond ?? 0) > 0);
  });

  it("fails where the server does not do, and still reports", async () => {
    const { code, stdout } = await examine("--model", "other");
    assert.equal(code, 1);
    const { served } = doctorReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual([served?.works, served?.models], [false, ["tiny-chat"]]);
    assert.match(served?.problem ?? "", /has no model other/);
  });
});

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { evalReportSchema, predictionSchema } from "../../../extension/schema";
import { LAB } from "../../../models/lab/program";
import { runnerOf, TABLE, unused } from "../cli/fake";
import { type Answer, ChatServer, completion, type Reply } from "../served/chat-server";

const run = runnerOf(LAB);

const ROWS = [
  { lang: "cf", nl: "Highlight Sales greater than 85", code: "GreaterThan(c[1],85)", data: TABLE },
  { lang: "bash", nl: "list files", code: "ls" },
];

describe("lab eval of a served model", () => {
  let folder: string;
  let data: string;
  let server: ChatServer | undefined;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
    data = path.join(folder, "test.jsonl");
    writeFileSync(data, ROWS.map((row) => JSON.stringify(row)).join("\n"));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await server?.stop();
    server = undefined;
  });

  const evaluate = async (answer: Answer, ...more: string[]) => {
    server = await ChatServer.start(answer);
    const served = ["--system", "openai", "--endpoint", server.endpoint, "--model", "tiny-chat"];
    return run(["eval", "--data", data, "--json", ...served, ...more], unused);
  };
  const candidatesIn = (file: string) =>
    readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => predictionSchema.parse(JSON.parse(line)).candidates);

  it("judges the answers as the product does, and says nothing but what was asked", async () => {
    const predictions = path.join(folder, "predictions.jsonl");
    const rules = [
      "GreaterThan(c[1], 85)",
      "```\nGreaterThan(c[1],85)\n```",
      "Blanks(c[1])",
      "Top(",
      "GreaterThan(c[1],85)",
    ];
    const commands = ["```bash\nls\n```", "`ls -a`", "ls", "find . |", "<think>hm</think>\nls -a"];
    const said = { rules, commands };
    const { code, stdout } = await evaluate(
      ({ messages, n }) => {
        const answers = messages.at(-1)?.content.startsWith("Highlight") ? said.rules : said.commands;
        const given = answers.splice(0, n);
        answers.push(...given);
        return completion(given);
      },
      ...["--predictions", predictions, "--seed", "3", "--temperature", "0.5"],
    );
    assert.equal(code, 0);
    const { cf, bash } = evalReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual([cf?.top1, bash?.top1], [1, 1]);
    const [[first, ...others] = [], [best] = []] = candidatesIn(predictions);
    assert.deepEqual([first, others.includes("Blanks(c[1])"), best], ["GreaterThan(c[1],85)", true, "ls"]);
    assert.deepEqual([...new Set(server?.asked.map(({ request }) => request.model))], ["tiny-chat"]);
    assert.match(
      server?.asked[0]?.request.messages.at(-1)?.content ?? "",
      /greater than 85\nColumns: c\[0\] = City, c\[1\] = Sales$/,
    );
  });

  it("reads the key from the environment variable that it is told", async () => {
    process.env.CODEFUSION_TEST_KEY = "secret-1";
    try {
      await evaluate(() => completion(["ls"]), "--api-key-env", "CODEFUSION_TEST_KEY");
    } finally {
      delete process.env.CODEFUSION_TEST_KEY;
    }
    assert.ok(server?.asked.every(({ key }) => key === "Bearer secret-1"));
  });

  it("goes on after a failure in passing", async () => {
    const failing = { status: 500, body: { error: { message: "busy" } } };
    const { code } = await evaluate((_, at) => (at === 0 ? failing : completion(["ls"])), "--limit", "1");
    assert.equal(code, 0);
    assert.ok((server?.asked.length ?? 0) > 1);
  });

  const faults: Record<string, { reply: Reply; says: RegExp }> = {
    "a refused key": { reply: { status: 401, body: { error: { message: "bad key" } } }, says: /wants a token/ },
    "a page": { reply: { body: "<html>", type: "text/html" }, says: /cannot be read.*OpenAI-compatible/ },
  };
  for (const [name, { reply, says }] of Object.entries(faults))
    it(`says what to do about ${name}, and measures nothing`, async () => {
      const ending = await evaluate(() => reply);
      assert.equal(ending.code, 1, ending.line);
      assert.match(ending.line ?? "", says);
      assert.equal(ending.stdout, "");
    });

  it("ends with 130 where it is cancelled in the middle of a request", async () => {
    const controller = new AbortController();
    server = await ChatServer.start(() => {
      controller.abort();
      return completion(["ls"]);
    });
    const args = ["eval", "--data", data, "--endpoint", server.endpoint, "--model", "tiny-chat"];
    assert.equal((await run(args, unused, { signal: controller.signal })).code, 130);
  });

  const mistakes: Record<string, { args: string[]; says: RegExp }> = {
    "no endpoint": { args: ["--system", "openai", "--model", "x"], says: /--endpoint/ },
    "no model": { args: ["--endpoint", "http://127.0.0.1:1/v1"], says: /--model/ },
    "an endpoint that is no address": {
      args: ["--endpoint", "localhost", "--model", "x"],
      says: /localhost is no address/,
    },
    "a variable that is not set": {
      args: ["--endpoint", "http://127.0.0.1:1/v1", "--model", "x", "--api-key-env", "CODEFUSION_NOT_SET"],
      says: /CODEFUSION_NOT_SET is empty/,
    },
    "samples to be written": {
      args: ["--endpoint", "http://127.0.0.1:1/v1", "--model", "x", "--write-samples", "FOLDER/x.jsonl"],
      says: /own samples/,
    },
  };
  for (const [name, { args, says }] of Object.entries(mistakes))
    it(`refuses ${name}`, async () => {
      const own = args.map((arg) => arg.replace("FOLDER", folder));
      const { code, line } = await run(["eval", "--data", data, ...own], unused);
      assert.equal(code, 2);
      assert.match(line ?? "", says);
    });
});

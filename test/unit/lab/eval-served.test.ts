import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { loadLanguage } from "../../../extension/languages";
import { evalReportSchema, LANGUAGE_IDS, predictionSchema } from "../../../extension/schema";
import { codeOfAnswer } from "../../../models/lab/evaluate/systems/served/answer";
import { chatFor } from "../../../models/lab/evaluate/systems/served/instructions";
import { LAB } from "../../../models/lab/program";
import { runnerOf, TABLE, unused } from "../cli/fake";
import { ChatServer, completion, type Reply } from "./chat-server";

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

  const evaluate = async (answer: ChatServer["answer"], ...more: string[]) => {
    server = await ChatServer.start(answer);
    const served = ["--system", "openai", "--endpoint", server.endpoint, "--model", "tiny-chat"];
    return run(["eval", "--data", data, "--json", ...served, ...more], unused);
  };
  const candidatesIn = (file: string) =>
    readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => predictionSchema.parse(JSON.parse(line)).candidates);

  it("asks with a few examples and the columns, and judges answers without their Markdown", async () => {
    const predictions = path.join(folder, "predictions.jsonl");
    const answers = (nl: string) =>
      nl.startsWith("Highlight")
        ? ["Top(", "```\nGreaterThan(c[1], 85)\n```", "Blanks()", "GreaterThan(c[1],85)", null]
        : ["```bash\nls\n```", "`ls -a`", "ls", "find . |", "<think>hm</think>\nls -a"];
    const { code, stdout } = await evaluate(
      ({ messages }) => completion(answers(messages.at(-1)?.content ?? "")),
      ...["--predictions", predictions, "--seed", "3", "--temperature", "0.5"],
    );
    assert.equal(code, 0);
    const { cf, bash } = evalReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual([cf?.top1, bash?.top1, cf?.validRaw, bash?.validRaw], [1, 1, 0.6, 0.8]);
    assert.deepEqual(candidatesIn(predictions), [
      ["GreaterThan(c[1],85)", "Blanks()"],
      ["ls", "ls -a"],
    ]);
    const [first] = server?.asked ?? [];
    assert.deepEqual([first?.request.model, first?.request.n], ["tiny-chat", 5]);
    assert.deepEqual([first?.request.temperature, first?.request.seed], [0.5, 3]);
    assert.equal(first?.request.messages[0]?.role, "system");
    assert.match(
      first?.request.messages.at(-1)?.content ?? "",
      /greater than 85\nColumns: c\[0\] = City, c\[1\] = Sales$/,
    );
  });

  it("asks again where the service answers once whatever n is, and never more often than it needs answers", async () => {
    await evaluate(() => completion(["ls"]), "--count", "3", "--language", "bash");
    assert.deepEqual(
      server?.asked.map(({ request }) => [request.n, request.seed]),
      [
        [3, 7],
        [2, 8],
        [1, 9],
      ],
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

  const faults: Record<string, { reply: Reply; code: number; says: RegExp; asked: number }> = {
    "a refused key": {
      reply: { status: 401, body: { error: { message: "bad key" } } },
      code: 2,
      says: /refuses the key.*--api-key-env/,
      asked: 1,
    },
    "an unknown model": {
      reply: { status: 404, body: { error: { message: "no such model" } } },
      code: 2,
      says: /no model tiny-chat.*--model/,
      asked: 1,
    },
    "a refused request": {
      reply: { status: 400, body: { error: { message: "n is too large" } } },
      code: 2,
      says: /refuses the request.*n is too large/,
      asked: 1,
    },
    "a service that goes on failing": {
      reply: { status: 503, body: "<h1>down</h1>", type: "text/html" },
      code: 1,
      says: /fails.*503/,
      asked: 4,
    },
    "a body that is no JSON": { reply: { body: "{" }, code: 1, says: /something else than chat completions/, asked: 1 },
    "a page": { reply: { body: "<html>", type: "text/html" }, code: 1, says: /OpenAI-compatible/, asked: 1 },
    "no choices": { reply: { body: { choices: [] } }, code: 1, says: /something else/, asked: 1 },
  };
  for (const [name, { reply, code, says, asked }] of Object.entries(faults))
    it(`says what to do about ${name}`, async () => {
      const ending = await evaluate(() => reply);
      assert.equal(ending.code, code, ending.line);
      assert.match(ending.line ?? "", says);
      assert.equal(server?.asked.length, asked);
      assert.equal(ending.stdout, "");
    });

  it("says so where nothing is served", async () => {
    const gone = await ChatServer.start(() => completion([]));
    const { endpoint } = gone;
    await gone.stop();
    const { code, line } = await run(["eval", "--data", data, "--endpoint", endpoint, "--model", "x"], unused);
    assert.equal(code, 1);
    assert.match(line ?? "", /cannot be reached.*--endpoint/);
  });

  it("ends with 130 where it is cancelled in the middle of a request", async () => {
    const controller = new AbortController();
    server = await ChatServer.start(() => {
      controller.abort();
      return completion(["ls"]);
    });
    const args = ["eval", "--data", data, "--endpoint", server.endpoint, "--model", "x"];
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

describe("the instructions for served models", () => {
  for (const lang of LANGUAGE_IDS)
    it(`show only valid ${lang} code as examples`, async () => {
      const language = await loadLanguage(lang);
      const answers = chatFor({ lang, nl: "x", code: "x", src: "x", at: 0 }).filter(({ role }) => role === "assistant");
      assert.ok(answers.length >= 3);
      for (const { content } of answers) assert.deepEqual(language.validate(content), { valid: true }, content);
    });

  it("find any code again in a fence, with or without words around it", () => {
    const code = fc
      .string({ minLength: 1 })
      .map((text) => text.replaceAll("`", "'").trim())
      .filter((text) => text !== "");
    fc.assert(
      fc.property(code, fc.constantFrom("", "bash", "python"), (text, language) => {
        assert.equal(codeOfAnswer(`Sure:\n\`\`\`${language}\n${text}\n\`\`\`\nDone.`), text);
      }),
    );
    assert.equal(codeOfAnswer("  echo `date` `pwd` "), "echo `date` `pwd`");
  });
});

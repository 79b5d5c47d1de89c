import assert from "node:assert/strict";
import type { GenerateRequest, GenerateResult } from "../../../extension/contract";
import { CodeFusionError, inEnglish, say } from "../../../extension/errors";
import { historySchema } from "../../../extension/schema";
import { createServedGenerator, discoverServers, listModels, type ServedOptions } from "../../../extension/served";
import { type Answer, ChatServer, completion, sse, streamed } from "./chat-server";

const LIST: GenerateRequest = { utterance: "list files", language: "bash", count: 2, seed: 7 };

let server: ChatServer | undefined;
const start = async (answer: Answer) => {
  server = await ChatServer.start(answer);
  return server;
};
const generatorOn = ({ endpoint }: ChatServer, more: Partial<ServedOptions> = {}) =>
  createServedGenerator({
    server: { url: endpoint, headers: { authorization: "Bearer secret" } },
    model: "tiny-chat",
    ...more,
  });

async function failure(work: Promise<unknown>): Promise<CodeFusionError> {
  const error: unknown = await work.then(
    () => assert.fail("it did not fail"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof CodeFusionError, String(error));
  return error;
}

/** How a server goes wrong, what the user reads, and how often it is asked for one sample. */
const FAULTS: readonly (readonly [string, Answer, RegExp, number])[] = [
  ["401", () => ({ status: 401, body: { error: { message: "no" } } }), /wants a token/, 1],
  ["403", () => ({ status: 403, body: { error: { message: "not you" } } }), /does not allow this \(not you\)/, 1],
  ["404, of completions too", () => ({ status: 404, body: { error: "gone" } }), /does not have .* \(gone\)/, 2],
  ["413", () => ({ status: 413, body: {} }), /too large for/, 1],
  ["a refused request", () => ({ status: 400, body: { error: { message: "odd" } } }), /status 400 \(odd\)/, 2],
  [
    "429 that asks for more patience than there is",
    () => ({ status: 429, body: { error: { message: "full" } }, headers: { "retry-after": "3600" } }),
    /is busy at the moment \(full\)/,
    1,
  ],
  ["503", () => ({ status: 503, body: "<h1>down</h1>" }), /is busy at the moment/, 3],
  ["a page", () => ({ body: "<html>", type: "text/html" }), /cannot be read \(it is not JSON\)/, 3],
  ["JSON of something else", () => ({ body: { answer: 42 } }), /something else than completions/, 3],
  ["no answer", () => completion([]), /it holds no answer/, 3],
  ["an error in the middle", () => sse([{ error: { message: "out of memory" } }]), /out of memory/, 3],
  ["a connection that breaks", () => (response) => response.destroy(), /the connection to .* broke/, 3],
  ["silence", () => () => {}, /did not answer within 0\.4 s/, 1],
  [
    "a stream that trickles for ever",
    () => (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const drip = setInterval(() => response.write(": wait\n\n"), 20);
      response.on("close", () => clearInterval(drip));
    },
    /did not answer within 0\.4 s/,
    1,
  ],
  [
    "a stream that never ends",
    () => (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const event = `data: ${JSON.stringify({ choices: [{ delta: { content: "x".repeat(100_000) } }] })}\n\n`;
      const pour = () => {
        while (!response.destroyed && response.write(event));
      };
      response.on("drain", pour);
      pour();
    },
    /longer than \d+ bytes/,
    1,
  ],
  [
    "a redirect",
    () => ({ status: 307, body: "", headers: { location: "http://127.0.0.1:9/v1" } }),
    /sends requests on to another address/,
    1,
  ],
];

describe("a served model whose server answers with", () => {
  afterEach(() => server?.stop());
  for (const [name, answer, message, attempts] of FAULTS)
    it(`${name}: says so, and whether another backend may take over`, async () => {
      const faulty = await start(answer);
      // At temperature 0 one sample is asked for.
      const slow = /silence|trickles/.test(name);
      const generator = generatorOn(faulty, { temperature: 0, ...(slow && { deadlineMs: 400 }) });
      const error = await failure(generator.generate(LIST));
      assert.match(error.message, message);
      // A token or a permission that is missing is told to who can mend it, not passed over.
      assert.equal(error.mayTryNextBackend, !/40[13]/.test(name));
      assert.equal(faulty.asked.length, attempts);
      assert.ok(!error.line.includes("secret"));
      generator.dispose();
    });
});

describe("a served model", () => {
  afterEach(() => server?.stop());

  it("answers with candidates as they come, who made them, and how they were written", async () => {
    const answers = ["ls", "ls -a", "find ."];
    const own = await start((_, at) =>
      streamed([
        ["```bash\n", -0.1],
        [answers[at % 3] ?? "", -0.2],
        ["\n```", -0.1],
      ]),
    );
    const generator = generatorOn(own);
    const seen: (readonly string[])[] = [];
    const result = await generator.generate(LIST, {
      onProgress: ({ phase, candidates = [] }) => {
        if (phase === "selecting") seen.push(candidates.map(({ code }) => code));
      },
    });
    assert.equal(result.candidates.length, 2);
    assert.equal(seen[0]?.length, 1);
    assert.deepEqual(
      seen.at(-1),
      result.candidates.map(({ code }) => code),
    );
    const host = `127.0.0.1:${own.port}`;
    assert.deepEqual(result.backend, { kind: "served", provider: "test", host });
    const [candidate] = result.candidates;
    assert.ok(candidate);
    assert.deepEqual(candidate.madeBy, { kind: "served", provider: "test", host, model: "tiny-chat" });
    const history = historySchema.parse(await result.history(candidate));
    assert.equal(history.stream, "append");
    assert.equal(history.startedFrom, undefined);
    assert.deepEqual(
      history.frames.map(({ step, source, tokens, code }) => [step, source, tokens.length, code]),
      [
        [2, "stream", 1, ""],
        [1, "stream", 2, candidate.code],
        [0, "stream", 3, candidate.code],
      ],
    );
    assert.ok(history.frames[0]?.tokens.every(({ confidence = 0 }) => Math.abs(confidence - Math.exp(-0.1)) < 1e-9));
    const temperatures = new Set(own.asked.map(({ request }) => request.temperature));
    assert.ok(temperatures.size >= 2, "temperatures are spread");
    assert.equal(new Set(own.asked.map(({ request }) => request.seed)).size, own.asked.length, "seeds are spread");
    assert.ok(own.asked.every(({ key }) => key === "Bearer secret"));
  });

  it("shows whole drafts where the model diffuses, with no confidence that nobody told", async () => {
    const draft = (content: string) => ({ choices: [{ index: 0, delta: { content } }] });
    const end = { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };
    const own = await start(() => sse([draft("l? -?"), draft("ls -?"), draft("ls -a"), end]));
    own.models = { body: { data: [{ id: "mercury-coder", owned_by: "x" }] } };
    const result = await generatorOn(own, { model: "mercury-coder", temperature: 0 }).generate({ ...LIST, count: 1 });
    assert.equal(own.asked[0]?.request.diffusing, true);
    const [candidate] = result.candidates;
    assert.equal(candidate?.code, "ls -a");
    const history = candidate && (await result.history(candidate));
    assert.equal(history?.stream, "replace");
    assert.deepEqual(
      history?.frames.map(({ tokens }) => tokens.map(({ text }) => text).join("")),
      ["l? -?", "ls -?", "ls -a"],
    );
    assert.ok(history?.frames.every(({ tokens }) => tokens.every((token) => token.confidence === undefined)));
  });

  it("asks one by one where the server answers once whatever n is", async () => {
    const own = await start((_, at) => completion([`echo ${at}`]));
    const generator = generatorOn(own);
    await generator.generate({ ...LIST, count: 4 });
    const first = own.asked.length;
    assert.ok(own.asked.some(({ request }) => request.n > 1));
    await generator.generate({ ...LIST, count: 4, seed: 8 });
    assert.ok(own.asked.slice(first).every(({ request }) => request.n === 1));
  });

  it("completes text where there is no chat, and leaves wishes out that are refused", async () => {
    const own = await start(({ logprobs }, _, path) => {
      if (path === "/v1/chat/completions") return { status: 404, body: { error: "no chat template" } };
      if (logprobs !== undefined) return { status: 400, body: { error: { message: "unknown field logprobs" } } };
      return { body: { choices: [{ index: 0, text: "ls -a", finish_reason: "stop" }] } };
    });
    const result = await generatorOn(own, { temperature: 0 }).generate({ ...LIST, count: 1, context: "cd /tmp" });
    assert.equal(result.candidates[0]?.code, "ls -a");
    const { request } = own.asked.at(-1) ?? {};
    assert.equal(request?.seed, undefined);
    assert.match(request?.prompt ?? "", /cd \/tmp\n\n# list files\n$/);
  });

  it("fills a gap where it is asked to, with the code below", async () => {
    const own = await start(() => ({ body: { choices: [{ index: 0, text: "ls", finish_reason: "stop" }] } }));
    await generatorOn(own, { api: "infill", temperature: 0 }).generate({ ...LIST, count: 1, below: "echo done" });
    const [asked] = own.asked;
    assert.deepEqual(
      [asked?.path, asked?.request.prompt, asked?.request.suffix],
      ["/v1/completions", "# list files\n", "echo done"],
    );
  });

  it("sends no more of the code above than it may", async () => {
    const own = await start(() => completion(["ls"]));
    const context = Array.from({ length: 50 }, (_, at) => `echo ${at}`).join("\n");
    await generatorOn(own, { temperature: 0, contextCharacters: 30 }).generate({ ...LIST, count: 1, context });
    const said = own.asked[0]?.request.messages.at(-1)?.content ?? "";
    assert.ok(said.includes("echo 49") && !said.includes("echo 40") && !said.includes("secret"), said);
  });

  it("is told nothing of a file whose code stays but the comment and the columns", async () => {
    const own = await start(() => completion(["GreaterThan(c[1],85)"]));
    const table = [
      ["City", "Sales"],
      ["Rome", 5],
    ];
    const around = { context: "SECRET_ABOVE", below: "SECRET_BELOW", origin: { canvas: "SECRET_CODE", time: 0.5 } };
    const request = { utterance: "above 85", language: "cf", count: 1, seed: 7, table, ...around } as const;
    for (const api of ["chat", "completions", "infill"] as const)
      await generatorOn(own, { temperature: 0, api }).generate({ ...request, codeStays: true });
    const sent = JSON.stringify(own.asked);
    assert.ok(sent.includes("above 85") && sent.includes("c[1] = Sales"), sent);
    assert.ok(!sent.includes("SECRET"), sent);
  });

  it("offers what has come where the server fails in the middle, and says so", async () => {
    const own = await start((_, at) => (at === 0 ? completion(["ls -a"]) : { status: 403, body: { error: "enough" } }));
    const result = await generatorOn(own).generate({ ...LIST, count: 3 });
    assert.deepEqual(
      result.candidates.map(({ code }) => code),
      ["ls -a"],
    );
    assert.match(inEnglish(result.shortfall ?? say``), /does not allow this \(enough\)/);
  });

  it("says what was rejected where nothing is valid", async () => {
    const own = await start(() => completion(["find . |"]));
    const error = await failure(generatorOn(own, { temperature: 0 }).generate(LIST));
    assert.equal(error.code, "no-valid-candidate");
  });

  it("closes its requests when the run is cancelled, and when it is disposed of", async () => {
    let closed = 0;
    const begun: (() => void)[] = [];
    const own = await start(() => (response) => {
      response.on("close", () => closed++);
      begun.shift()?.();
    });
    for (const stop of ["cancel", "dispose"]) {
      const generator = generatorOn(own, { temperature: 0 });
      const controller = new AbortController();
      const asked = new Promise<void>((resolve) => begun.push(resolve));
      const run = failure(generator.generate(LIST, { signal: controller.signal }));
      await asked;
      if (stop === "cancel") controller.abort();
      else generator.dispose();
      assert.equal((await run).code, "cancelled");
    }
    while (closed < 2) await new Promise(setImmediate);
  });

  it("refuses a model that the server does not list, before the utterance is sent", async () => {
    const own = await start(() => completion(["ls"]));
    const error = await failure(generatorOn(own, { model: "other" }).generate(LIST));
    assert.match(error.line, /has no model other: choose one that it has: tiny-chat/);
    assert.equal(own.asked.length, 0);
  });

  it("refuses rules that name a column which the table does not have", async () => {
    const own = await start(() => completion(["GreaterThan(c[7],85)"]));
    const table = [
      ["City", "Sales"],
      ["Rome", 5],
    ];
    const request = { utterance: "above 85", language: "cf", count: 1, seed: 7, table } as const;
    const error = await failure(generatorOn(own, { temperature: 0 }).generate(request));
    assert.ok("rejected" in error);
    const [rejected] = error.rejected as GenerateResult["rejected"];
    assert.equal(inEnglish(rejected?.reason ?? say``), "names column 7, which the table does not have");
  });
});

describe("the servers of this machine", () => {
  afterEach(() => server?.stop());

  it("are found by their port, with their models", async () => {
    const own = await start(() => completion([]));
    const gone = await ChatServer.start(() => completion([]));
    const { port } = gone;
    await gone.stop();
    const found = await discoverServers({
      ports: [
        { name: "Ollama", port: own.port },
        { name: "vLLM", port },
      ],
    });
    const url = `http://127.0.0.1:${own.port}`;
    assert.deepEqual(found, [{ url, name: "Ollama", models: [{ id: "tiny-chat", owner: "test" }] }]);
    assert.equal(own.asked.length, 0);
  });

  it("list models with or without the path of the API", async () => {
    const own = await start(() => completion([]));
    own.models = { body: { data: [{ id: "a", owned_by: "llamacpp", meta: { n_params: 5 } }, { id: "b" }] } };
    const wanted = [{ id: "a", owner: "llamacpp", parameters: 5 }, { id: "b" }];
    assert.deepEqual(await listModels({ url: own.endpoint }), wanted);
    assert.deepEqual(await listModels({ url: `http://127.0.0.1:${own.port}` }), wanted);
    own.models = { body: { data: null } };
    assert.deepEqual(await listModels({ url: own.endpoint }), []);
    own.models = { body: "<html>" };
    assert.match((await failure(listModels({ url: own.endpoint }))).line, /lists no models.*OpenAI-compatible/);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { readChunk } from "../../../extension/served/chunks";
import { eventsOf } from "../../../extension/served/events";

/** `bytes` in parts that end at `cuts`. */
async function* inParts(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const end of [...ends, bytes.length]) {
    yield bytes.subarray(from, end);
    from = end;
  }
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

const text = fc.string({ unit: "binary", maxLength: 12 });
const newline = fc.constantFrom("\n", "\r\n");

describe("the events of a stream", () => {
  it("are the same wherever the network cuts it, within a character too", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 6 }),
        newline,
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.boolean(),
        async (texts, end, cuts, closed) => {
          const data = texts.map((content) => JSON.stringify({ choices: [{ index: 0, delta: { content } }] }));
          const lines = data.map((each) => `: still here${end}data: ${each}`).join(end + end);
          const body = new TextEncoder().encode(lines + (closed ? end + end : ""));
          const found = await all(eventsOf(inParts(body, cuts)));
          assert.deepEqual(found, data);
          // JSON cannot carry half a surrogate pair through UTF-8.
          const wanted = texts.map((each) => new TextDecoder().decode(new TextEncoder().encode(each)));
          if (texts.every((each, at) => each === wanted[at]))
            assert.deepEqual(
              found.map((each) => readChunk(each)[0]?.text),
              texts,
            );
        },
      ),
    ));

  it("are none of an empty body", async () => {
    assert.deepEqual(await all(eventsOf(inParts(new Uint8Array(), []))), []);
  });
});

describe("an event", () => {
  it("tells tokens with their probabilities, as chats and completions have them", () => {
    const chat = {
      delta: { content: "ls -a" },
      logprobs: {
        content: [
          {
            token: "ls",
            logprob: 0,
            top_logprobs: [
              { token: "ls", logprob: 0 },
              { token: "dir", logprob: -2 },
            ],
          },
          { token: " -a", logprob: Math.log(0.5) },
        ],
      },
    };
    const [part] = readChunk(JSON.stringify({ choices: [chat] }));
    assert.deepEqual(
      part?.pieces.map((piece) => [piece.text, piece.probability?.toFixed(2)]),
      [
        ["ls", "1.00"],
        [" -a", "0.50"],
      ],
    );
    assert.deepEqual(
      part?.pieces[0]?.alternatives?.map((other) => other.text),
      ["dir"],
    );
    const completion = {
      text: "ls",
      logprobs: { tokens: ["l", "s"], token_logprobs: [null, -1] },
      finish_reason: "stop",
    };
    const [other] = readChunk(JSON.stringify({ choices: [completion] }));
    assert.deepEqual(
      other?.pieces.map((piece) => piece.probability?.toFixed(2)),
      [undefined, "0.37"],
    );
    assert.equal(other?.ended, true);
  });

  it("keeps the text where the tokens do not make it up", () => {
    const odd = {
      delta: { content: "ä" },
      logprobs: {
        content: [
          { token: "\ufffd", logprob: 0 },
          { token: "\ufffd", logprob: 0 },
        ],
      },
    };
    assert.deepEqual(readChunk(JSON.stringify({ choices: [odd] }))[0]?.pieces, [{ text: "ä" }]);
  });

  it("may hold nothing but the bill", () => {
    assert.deepEqual(readChunk(JSON.stringify({ choices: [], usage: { total_tokens: 3 } })), []);
  });

  it("is refused where it is something else", () => {
    for (const data of ["", "{", "[]", '{"answer": 1}', '{"choices": 1}']) assert.throws(() => readChunk(data), data);
    assert.throws(() => readChunk('{"error": {"message": "out of memory"}}'), /out of memory/);
  });
});

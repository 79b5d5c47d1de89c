import { createParser } from "eventsource-parser";

/** The data of the server-sent events of a body, as they come; its parts may end anywhere, within a character too. */
export async function* eventsOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  const complete: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => complete.push(data) });
  for await (const part of parts) {
    parser.feed(decoder.decode(part, { stream: true }));
    yield* complete.splice(0);
  }
  // Some servers end without the empty line that ends an event.
  parser.feed(`${decoder.decode()}\n\n`);
  yield* complete.splice(0);
}

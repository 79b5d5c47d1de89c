import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A small OpenAI-compatible server whose one model streams fixed answers; remembers what it was sent.
 * @param token that it wants; none by default
 */
export async function serveModel(answers: readonly string[], token?: string) {
  const model = "tiny-coder";
  const bodies: string[] = [];
  const paths: string[] = [];
  const tokens: (string | undefined)[] = [];
  let next = 0;
  const server = createServer(async (request, response) => {
    paths.push(request.url ?? "");
    tokens.push(request.headers.authorization);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
      return void response.writeHead(401, { "content-type": "application/json" }).end("{}");
    if (request.method === "GET" && request.url === "/v1/models") {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ object: "list", data: [{ id: model, object: "model", owned_by: "tests" }] }));
      return;
    }
    if (request.url !== "/v1/chat/completions") return void response.writeHead(404).end("{}");
    bodies.push(Buffer.concat(chunks).toString("utf8"));
    const answer = answers[next++ % answers.length] ?? "";
    response.writeHead(200, { "content-type": "text/event-stream" });
    const event = (delta: object, finish_reason: string | null = null) =>
      response.write(
        `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model, choices: [{ index: 0, delta, finish_reason }] })}\n\n`,
      );
    for (const word of answer.split(/(?<= )/)) event({ content: word });
    event({}, "stop");
    response.end("data: [DONE]\n\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ model, bodies, paths, tokens },
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

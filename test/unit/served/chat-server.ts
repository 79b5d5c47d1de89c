import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as z from "zod";

const requestSchema = z.looseObject({
  model: z.string(),
  n: z.number().default(1),
  temperature: z.number(),
  seed: z.number().optional(),
  stream: z.literal(true),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).default([]),
  prompt: z.string().optional(),
});
export type ChatRequest = z.infer<typeof requestSchema>;

/** What the server says to one request. */
export interface Reply {
  readonly status?: number;
  readonly body: string | object;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Says it, or does something else to the response. */
export type Answer = (request: ChatRequest, at: number, path: string) => Reply | ((response: ServerResponse) => void);

/** A whole completion with these answers, from a server that does not stream. */
export function completion(answers: readonly (string | null)[]): Reply {
  const choices = answers.map((content, index) => ({
    index,
    message: { role: "assistant", content },
    finish_reason: "stop",
  }));
  return { body: { id: "chatcmpl-1", object: "chat.completion", created: 1, model: "m", choices } };
}

/** A chat's answer token by token; what stands for a token is followed by its log-probability where there are any. */
export function streamed(tokens: readonly (string | readonly [string, number])[], index = 0): Reply {
  const events = tokens.map((each) => {
    const [content, logprob] = typeof each === "string" ? [each, undefined] : each;
    const logprobs = logprob === undefined ? {} : { logprobs: { content: [{ token: content, logprob }] } };
    return { choices: [{ index, delta: { content }, ...logprobs }] };
  });
  return sse([...events, { choices: [{ index, delta: {}, finish_reason: "stop" }] }]);
}

/** A body of server-sent events. */
export function sse(events: readonly object[]): Reply {
  const lines = events.map((event) => `data: ${JSON.stringify(event)}\n\n`);
  return { body: `${lines.join("")}data: [DONE]\n\n`, type: "text/event-stream" };
}

/** A real server on this machine that speaks the protocol as far as its test needs, and remembers what it was asked. */
export class ChatServer {
  readonly asked: { readonly key: string | undefined; readonly path: string; readonly request: ChatRequest }[] = [];
  /** What it lists. */
  models: Reply = { body: { object: "list", data: [{ id: "tiny-chat", object: "model", owned_by: "test" }] } };
  listed = 0;
  private readonly server: Server;

  private constructor(readonly answer: Answer) {
    this.server = createServer(async (incoming, outgoing) => {
      const path = incoming.url ?? "";
      if (incoming.method === "GET") {
        this.listed++;
        return send(outgoing, path === "/v1/models" ? this.models : { status: 404, body: {} });
      }
      const request = requestSchema.parse(JSON.parse(await bodyOf(incoming)));
      this.asked.push({ key: incoming.headers.authorization, path, request });
      const reply = this.answer(request, this.asked.length - 1, path);
      if (typeof reply === "function") reply(outgoing);
      else send(outgoing, reply);
    });
  }

  static async start(answer: Answer): Promise<ChatServer> {
    const started = new ChatServer(answer);
    await new Promise<void>((resolve) => started.server.listen(0, "127.0.0.1", resolve));
    return started;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The address of its API. */
  get endpoint(): string {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function send(outgoing: ServerResponse, { status = 200, body, type = "application/json", headers = {} }: Reply): void {
  outgoing.writeHead(status, { "content-type": type, ...headers });
  outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

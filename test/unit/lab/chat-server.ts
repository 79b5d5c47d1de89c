import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as z from "zod";

const requestSchema = z.object({
  model: z.string(),
  n: z.number(),
  temperature: z.number(),
  seed: z.number(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
});
type ChatRequest = z.infer<typeof requestSchema>;

/** What the server says to one request. */
export interface Reply {
  readonly status?: number;
  readonly body: string | object;
  readonly type?: string;
}

/** A completion with these answers, as the protocol has it. */
export function completion(answers: readonly (string | null)[]): Reply {
  const choices = answers.map((content, index) => ({
    index,
    message: { role: "assistant", content },
    finish_reason: "stop",
  }));
  return { body: { id: "chatcmpl-1", object: "chat.completion", created: 1, model: "m", choices } };
}

/** A real server on this machine that speaks the chat-completions protocol and remembers what it was asked. */
export class ChatServer {
  readonly asked: { readonly key: string | undefined; readonly request: ChatRequest }[] = [];
  private readonly server: Server;

  private constructor(readonly answer: (request: ChatRequest, at: number) => Reply) {
    this.server = createServer(async (incoming, outgoing) => {
      const key = incoming.headers.authorization;
      const request = requestSchema.parse(JSON.parse(await bodyOf(incoming)));
      const found = incoming.url === "/v1/chat/completions";
      const {
        status = 200,
        body,
        type = "application/json",
      } = found
        ? this.answer(request, this.asked.length)
        : { status: 404, body: { error: { message: "no such page" } } };
      this.asked.push({ key, request });
      // Retries wait as long as the service asks for.
      outgoing.writeHead(status, { "content-type": type, "retry-after-ms": "1" });
      outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  }

  static async start(answer: (request: ChatRequest, at: number) => Reply): Promise<ChatServer> {
    const started = new ChatServer(answer);
    await new Promise<void>((resolve) => started.server.listen(0, "127.0.0.1", resolve));
    return started;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

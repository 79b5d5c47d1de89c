import type * as vscode from "vscode";
import { asCodeFusionError, CodeFusionError } from "../../errors";
import { type History, type HostMessage, type TheatreState, theatreMessageSchema } from "../../schema";

/** The part of a LogOutputChannel that the theatre writes to. */
export type TheatreLog = Pick<vscode.LogOutputChannel, "debug" | "warn" | "error">;

/** What the rest of the extension does for the theatre. */
export interface TheatreHandlers {
  /** The user wants this candidate's code put where the prompt comment is. */
  onUse(candidate: History): void | PromiseLike<void>;
  readonly log: TheatreLog;
}

/** The part of a Webview that a conversation needs. */
export type Channel = Pick<vscode.Webview, "postMessage" | "onDidReceiveMessage">;

/**
 * One conversation with the theatre's page. A page that is hidden is gone, and messages to it are lost: whatever could
 * not be delivered waits for the next `ready`, and only the latest of each kind is kept.
 */
export class TheatreSession {
  private candidates: readonly History[] = [];
  private show: HostMessage | undefined;
  private seekTo: HostMessage | undefined;
  private live = false;
  private delivery: Promise<void> = Promise.resolve();
  private readonly listener: vscode.Disposable;

  /** @param failed shows a failure to the user */
  constructor(
    private readonly channel: Channel,
    private handlers: TheatreHandlers,
    private readonly failed: (error: CodeFusionError) => void,
  ) {
    this.listener = channel.onDidReceiveMessage((message: unknown) => this.receive(message));
  }

  /** Shows `state`, now or as soon as the page is there. */
  open(state: TheatreState, handlers: TheatreHandlers = this.handlers): void {
    this.handlers = handlers;
    this.candidates = state.candidates;
    this.show = { type: "show", state };
    this.seekTo = undefined;
    if (this.live) this.flush();
  }

  /** Moves the clock to `frame`, now or as soon as the page is there. */
  seek(frame: number): void {
    this.seekTo = { type: "seek", frame };
    if (this.live) this.flush();
  }

  /** Call when the page was hidden: the next one says `ready` again and restores what it had saved. */
  suspend(): void {
    this.live = false;
  }

  dispose(): void {
    this.live = false;
    this.listener.dispose();
  }

  private flush(): void {
    this.delivery = this.delivery.then(() => this.deliverPending());
  }

  private async deliverPending(): Promise<void> {
    const { show, seekTo } = this;
    if (show && (await this.deliver(show)) && this.show === show) this.show = undefined;
    if (seekTo && (await this.deliver(seekTo)) && this.seekTo === seekTo) this.seekTo = undefined;
  }

  private async deliver(message: HostMessage): Promise<boolean> {
    try {
      return await this.channel.postMessage(message);
    } catch (error) {
      // The panel was closed between the call and the delivery.
      this.handlers.log.debug(`theatre: ${asCodeFusionError(error).line}`);
      return false;
    }
  }

  private receive(message: unknown): void {
    const read = theatreMessageSchema.safeParse(message);
    if (!read.success) {
      this.handlers.log.warn(`theatre: ignored a message (${read.error.issues[0]?.message ?? "not understood"})`);
      return;
    }
    switch (read.data.type) {
      case "ready":
        this.live = true;
        this.flush();
        return;
      case "use":
        void this.use(read.data.candidate);
        return;
      case "error":
        this.handlers.log.error(`theatre: ${read.data.message}`);
    }
  }

  private async use(index: number): Promise<void> {
    const candidate = this.candidates[index];
    try {
      if (!candidate) {
        throw new CodeFusionError(
          "bad-input",
          `the theatre asked for candidate ${index + 1} of ${this.candidates.length}`,
          "show the denoising again",
        );
      }
      await this.handlers.onUse(candidate);
    } catch (error) {
      const known = asCodeFusionError(error);
      this.handlers.log.error(`theatre: ${known.line}`);
      if (known.code !== "cancelled") this.failed(known);
    }
  }
}

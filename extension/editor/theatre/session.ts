import type * as vscode from "vscode";
import { asCodeFusionError, CodeFusionError, say } from "../../errors";
import {
  type CastMember,
  type HostMessage,
  type StageFrame,
  type TheatreMessage,
  type TheatreState,
  theatreMessageSchema,
  withFrames,
} from "../../schema";
import { type ExportFile, exportJson, exportName } from "./export-file";

/** The part of a LogOutputChannel that the theatre writes to. */
export type TheatreLog = Pick<vscode.LogOutputChannel, "debug" | "warn" | "error">;

/** From where a branch is to leave. */
export interface BranchWish {
  readonly parent: CastMember;
  readonly frame: StageFrame;
  /** Canvas positions whose token is to be held. */
  readonly pinned: readonly number[];
}

/** What the rest of the extension does for the theatre. */
export interface TheatreHandlers {
  /** The user wants this candidate's code put where the prompt comment is. */
  onUse(candidate: CastMember): void | PromiseLike<void>;
  onCopy(code: string): void | PromiseLike<void>;
  /** Denoises a branch. */
  onBranch(wish: BranchWish): PromiseLike<CastMember>;
  onExport(file: ExportFile): void | PromiseLike<void>;
  /** The theatre as a page that stands alone. */
  standalone(message: Extract<TheatreMessage, { type: "exportHtml" }>): PromiseLike<string>;
  readonly log: TheatreLog;
}

/** The part of a Webview that a conversation needs. */
export type Channel = Pick<vscode.Webview, "postMessage" | "onDidReceiveMessage">;

/**
 * One conversation with the theatre's page. A page that is hidden is gone, and messages to it are lost: whatever could
 * not be delivered waits, in its order, for the next `ready`.
 */
export class TheatreSession {
  private state: TheatreState | undefined;
  private pending: HostMessage[] = [];
  private reachable = false;
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
    this.state = state;
    this.pending = [{ type: "show", state }];
    this.flush();
  }

  /** The next step of the live run that `open` began. */
  step(frames: readonly StageFrame[]): void {
    if (!this.state) return;
    this.state = { ...this.state, candidates: withFrames(this.state.candidates, frames) };
    if (this.pending[0]?.type === "show") this.pending = [{ type: "show", state: this.state }];
    else this.send({ type: "step", frames: [...frames] });
  }

  /** Moves the clock to `frame`, now or as soon as the page is there. */
  seek(frame: number): void {
    this.pending = this.pending.filter(({ type }) => type !== "seek");
    this.send({ type: "seek", frame });
  }

  /** Call when the page was hidden: the next one says `ready` again and restores what it had saved. */
  suspend(): void {
    this.reachable = false;
  }

  dispose(): void {
    this.reachable = false;
    this.listener.dispose();
  }

  private send(message: HostMessage): void {
    this.pending.push(message);
    this.flush();
  }

  private flush(): void {
    if (this.reachable) this.delivery = this.delivery.then(() => this.deliverPending());
  }

  private async deliverPending(): Promise<void> {
    for (let next = this.pending[0]; next && this.reachable; next = this.pending[0]) {
      if (!(await this.deliver(next))) return;
      this.pending = this.pending.filter((message) => message !== next);
    }
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
    if (read.success) void this.guard(() => this.act(read.data));
    else this.handlers.log.warn(`theatre: ignored a message (${read.error.issues[0]?.message ?? "not understood"})`);
  }

  private async act(message: TheatreMessage): Promise<void> {
    const { handlers } = this;
    switch (message.type) {
      case "ready":
        this.reachable = true;
        // What a live run went on to while the page was away is not in what the page had saved.
        if (this.state?.live) this.pending = [{ type: "show", state: this.state }];
        return this.flush();
      case "use":
        return handlers.onUse(this.member(message.candidate));
      case "copy":
        return handlers.onCopy(this.frame(message.candidate, message.frame).code);
      case "branch":
        return this.branch(message.candidate, message.frame, message.pinned);
      case "exportJson":
        return handlers.onExport(this.file("json", exportJson(this.state?.candidates ?? [])));
      case "exportSvg":
        return handlers.onExport(this.file("svg", message.svg));
      case "exportHtml":
        return handlers.onExport(this.file("html", await handlers.standalone(message)));
      case "error":
        handlers.log.error(`theatre: ${message.message}`);
    }
  }

  private async branch(index: number, at: number, pinned: number[]): Promise<void> {
    const parent = this.member(index);
    const frame = this.frame(index, at);
    this.send({ type: "busy", busy: true });
    try {
      const history = await this.handlers.onBranch({ parent, frame, pinned });
      const candidate: CastMember = Object.assign(history, { branch: { parent: index, step: frame.step, pinned } });
      if (!this.state?.candidates.includes(parent)) return;
      this.state = { ...this.state, candidates: [...this.state.candidates, candidate] };
      this.send({ type: "add", candidate });
    } finally {
      this.send({ type: "busy", busy: false });
    }
  }

  private file(kind: ExportFile["kind"], text: string): ExportFile {
    return { kind, text, name: exportName(this.state?.candidates[0]?.utterance ?? "", kind) };
  }

  private member(index: number): CastMember {
    const member = this.state?.candidates[index];
    if (member) return member;
    throw unknown(`candidate ${index + 1} of ${this.state?.candidates.length ?? 0}`);
  }

  private frame(candidate: number, index: number): StageFrame {
    const frame = this.member(candidate).frames[index];
    if (frame) return frame;
    throw unknown(`frame ${index + 1} of candidate ${candidate + 1}`);
  }

  private async guard(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      const known = asCodeFusionError(error);
      this.handlers.log.error(`theatre: ${known.line}`);
      if (known.code !== "cancelled") this.failed(known);
    }
  }
}

function unknown(what: string): CodeFusionError {
  return new CodeFusionError("bad-input", say`the theatre asked for ${what}`, "show the denoising again");
}

import type { TheatreState } from "../../extension/schema";
import { type Action, frameMs, open, type Playback, reduce } from "../model";
import { words } from "../words";
import { createAnnouncer } from "./announcer";
import { createCast } from "./cast";
import { createChanges } from "./changes";
import type { Component } from "./component";
import { createControls } from "./controls";
import { createCurve } from "./curve";
import { html } from "./dom";
import { createHeader } from "./header";
import { actionOf } from "./keys";
import { createLegend } from "./legend";
import { createNotice } from "./notice";
import { createReadings } from "./readings";
import { createScrubber } from "./scrubber";
import { createStage } from "./stage";

/** What the theatre asks of the world around it. */
export interface TheatrePort {
  /** The user wants candidate `candidate` put into the editor. */
  use(candidate: number): void;
  /** Keeps what is shown over a reload. */
  save(state: TheatreState): void;
}

/** The whole page: one clock, and the parts that draw it. */
export class Theatre {
  private playback: Playback | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly notice = createNotice();
  private readonly house = html("div", { class: "house" });
  private readonly parts: readonly Component[];

  constructor(
    private readonly root: HTMLElement,
    private readonly port: TheatrePort,
  ) {
    const dispatch = (action: Action): void => this.dispatch(action);
    const header = createHeader();
    const stage = createStage();
    const changes = createChanges();
    const readings = createReadings();
    const curve = createCurve(dispatch);
    const scrubber = createScrubber(dispatch);
    const controls = createControls(dispatch);
    const cast = createCast(dispatch, () => this.use());
    const announcer = createAnnouncer();
    this.parts = [header, stage, changes, readings, curve, scrubber, controls, cast, announcer];
    const timeline = html("div", { class: "timeline" }, curve.element, scrubber.element);
    const clock = html("div", { class: "clock" }, readings.element, timeline, controls.element);
    const board = html("div", { class: "board" }, stage.element, createLegend(), changes.element);
    this.house.append(header.element, board, clock, cast.element, announcer.element);
    document.addEventListener("keydown", (event) => this.key(event));
    root.replaceChildren(this.notice.element, html("p", { class: "waiting" }, words.waiting));
  }

  /** Shows `state` with the clock standing still. */
  show(state: TheatreState): void {
    this.notice.hide();
    this.draw(open(state));
    if (!this.house.isConnected) this.root.replaceChildren(this.notice.element, this.house);
  }

  /** Moves the clock to `frame`. */
  seek(frame: number): void {
    this.dispatch({ type: "seek", frame });
  }

  /** Says what went wrong, above whatever is still good to show. */
  fail(message: string): void {
    this.notice.show(message);
  }

  private dispatch(action: Action): void {
    if (this.playback) this.draw(reduce(this.playback, action));
  }

  private draw(now: Playback): void {
    const before = this.playback;
    this.playback = now;
    for (const part of this.parts) part.update(now, before);
    this.house.classList.toggle("playing", now.playing);
    if (now.state !== before?.state) this.port.save(now.state);
    if (now.playing !== before?.playing || now.speed !== before.speed) this.schedule();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    const now = this.playback;
    if (!now?.playing) return;
    this.timer = setTimeout(() => {
      this.dispatch({ type: "tick" });
      this.schedule();
    }, frameMs(now));
  }

  private use(): void {
    if (this.playback) this.port.use(this.playback.state.selected);
  }

  private key(event: KeyboardEvent): void {
    const action = actionOf(event);
    if (!action || !this.playback) return;
    event.preventDefault();
    this.dispatch(action);
  }
}

import type { HostMessage, TheatreState } from "../../extension/schema";
import type { Host } from "../host";
import { type Action, frameMs, open, type Playback, reduce } from "../model";
import { animatedSvg } from "../model/animation";
import { words } from "../words";
import { type Acts, createActing } from "./acting";
import { createAnnouncer } from "./announcer";
import { createCast } from "./cast";
import { createChanges } from "./changes";
import type { Component } from "./component";
import { createControls } from "./controls";
import { createCurves } from "./curves";
import { createDiversity } from "./diversity";
import { html } from "./dom";
import { createEvidence } from "./evidence";
import { createHeader } from "./header";
import { Keeper } from "./keeper";
import { actionOf } from "./keys";
import { createLegend } from "./legend";
import { createNotice } from "./notice";
import { createReadings } from "./readings";
import { createRecall } from "./recall";
import { createScrubber } from "./scrubber";
import { createSide } from "./side";
import { createStage } from "./stage";
import { paletteOfPage, themeOfPage } from "./theme";
import { createTranscript } from "./transcript";
import { Turns } from "./turns";
import { createViews } from "./views";

/** The whole page: one clock, and the parts that draw it. */
export class Theatre {
  private playback: Playback | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly turns = new Turns();
  /** What the parts show. */
  private drawn: Playback | undefined;
  private readonly notice = createNotice();
  private readonly house = html("div", { class: "house" });
  private readonly parts: readonly Component[];
  private readonly keeper: Keeper;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host,
  ) {
    this.keeper = new Keeper((state) => host.save(state));
    this.parts = this.build();
    document.addEventListener("keydown", (event) => this.key(event));
    root.replaceChildren(this.notice.element, html("p", { class: "waiting" }, words.waiting));
  }

  /** Does what the extension host asks. */
  receive(message: HostMessage): void {
    if (message.type === "show") this.show(message.state);
    else if (message.type === "step") this.dispatch({ type: "append", frames: message.frames });
    else this.dispatch(message);
  }

  /** Shows `state` with the clock standing still; what replaces a live run stays in the view that followed it. */
  show(state: TheatreState): void {
    this.notice.hide();
    const before = this.playback?.state;
    this.draw(open(before?.live ? { ...state, view: before.view } : state));
    if (!this.house.isConnected) this.root.replaceChildren(this.notice.element, this.house);
  }

  /** Says what went wrong, above whatever is still good to show. */
  fail(message: string): void {
    this.notice.show(message);
  }

  private build(): readonly Component[] {
    const dispatch = (action: Action): void => this.dispatch(action);
    const stage = createStage(dispatch);
    const side = createSide(dispatch, this.turns);
    const transcript = createTranscript(dispatch);
    const views = createViews(dispatch, { one: stage.element, side: side.element, text: transcript.element });
    const header = createHeader(views.element);
    const changes = createChanges();
    const readings = createReadings();
    const curves = createCurves(dispatch);
    const scrubber = createScrubber(dispatch);
    const controls = createControls(dispatch);
    const recall = createRecall(dispatch);
    const cast = createCast(dispatch);
    const evidence = createEvidence();
    const diversity = createDiversity();
    const acting = createActing(this.acts(), dispatch);
    const announcer = createAnnouncer();
    const timeline = html("div", { class: "timeline" }, curves.element, scrubber.element);
    const clock = html("div", { class: "clock" }, readings.element, recall.element, timeline, controls.element);
    const floor = [stage.element, side.element, transcript.element];
    const board = html("div", { class: "board" }, ...floor, createLegend(), changes.element);
    const aside = html("aside", { class: "cast", "aria-label": words.candidates });
    aside.append(cast.element, evidence.element, diversity.element, acting.element);
    this.house.append(header.element, board, clock, aside, announcer.element);
    return [views, header, stage, side, transcript, changes, readings, curves, scrubber, controls].concat([
      recall,
      cast,
      evidence,
      diversity,
      acting,
      announcer,
    ]);
  }

  private acts(): Acts {
    const now = (act: (state: TheatreState) => void) => () => {
      if (this.playback) act(this.playback.state);
    };
    const { host } = this;
    return {
      possible: host.acts,
      use: now(({ selected }) => host.post({ type: "use", candidate: selected })),
      copy: now(({ selected, frame }) => host.post({ type: "copy", candidate: selected, frame })),
      branch: now(({ selected, frame, pinned }) => host.post({ type: "branch", candidate: selected, frame, pinned })),
      exportJson: now(() => host.post({ type: "exportJson" })),
      exportSvg: now((state) => host.post({ type: "exportSvg", svg: animatedSvg(state, paletteOfPage()) })),
      exportHtml: now((state) => host.post({ type: "exportHtml", state, theme: themeOfPage() })),
    };
  }

  private dispatch(action: Action): void {
    if (this.playback) this.draw(reduce(this.playback, action));
  }

  private draw(now: Playback): void {
    const before = this.playback;
    this.playback = now;
    this.turns.add(this, () => {
      for (const part of this.parts) part.update(now, this.drawn);
      this.drawn = now;
    });
    // What a person does shows at once; only the clock may wait for its turn.
    if (!now.playing || !before?.playing) this.turns.flush();
    this.house.classList.toggle("playing", now.playing);
    this.keeper.update(now, before);
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

  private key(event: KeyboardEvent): void {
    const action = actionOf(event);
    if (!action || !this.playback) return;
    event.preventDefault();
    this.dispatch(action);
  }
}

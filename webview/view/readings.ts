import { flipsOf, frameOf, historyOf, isStart, meanConfidence, percent, previousOf } from "../model";
import { words } from "../words";
import { type Component, moved } from "./component";
import { html, setText } from "./dom";
import { verdict } from "./verdict";

/** The frame in figures: step, time, mean confidence, syntax, edit distance, flips, and what read the latent. */
export function createReadings(): Component {
  const element = html("dl", { class: "readings" });
  const reading = (label: string, help?: string): HTMLElement => {
    const value = html("dd");
    element.append(html("div", help ? { title: help } : {}, html("dt", {}, label), value));
    return value;
  };
  const step = reading(words.step, words.stepHelp);
  const time = reading(words.time);
  const mean = reading(words.mean, words.meanHelp);
  const syntax = reading(words.validityLabel);
  const distance = reading(words.distance, words.distanceHelp);
  const flips = reading(words.flips);
  const source = reading(words.source);
  return {
    element,
    update(now, before) {
      if (!moved(now, before)) return;
      const frame = frameOf(now.state);
      const previous = previousOf(now.state);
      const confidence = meanConfidence(frame);
      const isSent = frame.source === "stream";
      const taken = isSent ? percent(1 - frame.t) : words.stepNumber(frame.step, historyOf(now.state).steps);
      const number = frame.step === 0 ? words.finalStep : taken;
      setText(step, isStart(frame) ? words.startShort(frame.t) : number);
      setText(time, isSent ? words.none : frame.t.toFixed(2));
      setText(mean, confidence === undefined ? words.none : percent(confidence));
      syntax.replaceChildren(verdict(frame.valid));
      setText(distance, frame.editDistance === null ? words.none : frame.editDistance.toFixed(2));
      setText(flips, previous ? String(flipsOf(previous, frame).length) : words.none);
      setText(source, words.sourceName(frame.source));
      source.parentElement?.setAttribute("title", words.sourceHelp(frame.source));
    },
  };
}

/** The denoising theatre's page: reads messages from the extension host and shows them. */

import "./no-eval";
import { connect } from "./host";
import { readMessage, readSaved } from "./model";
import { throttle } from "./throttle";
import { Theatre } from "./view";
import { words } from "./words";

/** At most one save in this time, in ms: each one carries every candidate to the editor. */
const SAVE_EVERY = 200;
/** The longest report that the extension host reads. */
const REPORT_LENGTH = 2000;

const root = document.getElementById("theatre") ?? document.body;
const host = connect();
const theatre = new Theatre(root, {
  use: (candidate) => host.post({ type: "use", candidate }),
  save: throttle(SAVE_EVERY, (state) => host.save(state)),
});

function fail(message: string): void {
  theatre.fail(message);
  host.post({ type: "error", message: message.slice(0, REPORT_LENGTH) });
}

addEventListener("error", (event) => fail(words.failed(event.message)));
addEventListener("unhandledrejection", (event) => fail(words.failed(String(event.reason))));
addEventListener("message", (event: MessageEvent<unknown>) => {
  const read = readMessage(event.data);
  if (!read.ok) fail(words.badMessage(read.why));
  else if (read.value.type === "show") theatre.show(read.value.state);
  else theatre.seek(read.value.frame);
});

const saved = host.saved();
// The editor gives null or undefined where nothing was saved.
if (saved !== undefined && saved !== null) {
  const read = readSaved(saved);
  if (read.ok) theatre.show(read.value);
  else fail(words.badSaved(read.why));
}
host.post({ type: "ready" });

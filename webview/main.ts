/** The denoising theatre's page: reads messages from the extension host and shows them. */

import "./no-eval";
import "./l10n";
import { connect } from "./host";
import { readMessage, readSaved } from "./model";
import { Theatre } from "./view";
import { words } from "./words";

/** The longest report that the extension host reads. */
const REPORT_LENGTH = 2000;

const root = document.getElementById("theatre") ?? document.body;
const host = connect();
const theatre = new Theatre(root, host);

function fail(message: string): void {
  theatre.fail(message);
  host.post({ type: "error", message: message.slice(0, REPORT_LENGTH) });
}

addEventListener("error", (event) => fail(words.failed(event.message)));
addEventListener("unhandledrejection", (event) => fail(words.failed(String(event.reason))));
addEventListener("message", (event: MessageEvent<unknown>) => {
  const read = readMessage(event.data);
  if (read.ok) theatre.receive(read.value);
  else fail(words.badMessage(read.why));
});

const saved = host.saved();
// The editor gives null or undefined where nothing was saved.
if (saved !== undefined && saved !== null) {
  const read = readSaved(saved);
  if (read.ok) theatre.show(read.value);
  else fail(words.badSaved(read.why));
}
host.post({ type: "ready" });

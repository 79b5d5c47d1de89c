import { createHash, randomBytes } from "node:crypto";
import type { TheatreState, Theme } from "../../schema";

/** What the page refers to, as the webview may load it. */
export interface TheatreSources {
  /** `webview.cspSource`: the origin that the style sheet comes from. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
}

/** The language that the page speaks. */
export interface Speech {
  /** BCP 47, e.g. "en". */
  readonly lang: string;
  /** Translations by their English text; undefined where there are none. */
  readonly bundle: Readonly<Record<string, string>> | undefined;
}

const ENGLISH: Speech = { lang: "en", bundle: undefined };
const TITLE = "CodeFusion: Denoising";

/** 128 random bits for one page's Content-Security-Policy. */
export function newNonce(): string {
  return randomBytes(16).toString("base64url");
}

/**
 * The theatre's page: it carries no data (that comes by message) and runs the one script that bears the nonce.
 * Nothing may be fetched, embedded, submitted or run inline.
 */
export function theatreHtml(sources: TheatreSources, speech: Speech = ENGLISH, nonce: string = newNonce()): string {
  return page(speech, {
    policy: [`style-src ${sources.cspSource}`, `script-src 'nonce-${nonce}'`],
    head: `<link rel="stylesheet" href="${attribute(sources.style)}">`,
    kind: "",
    tail: `<script nonce="${attribute(nonce)}" src="${attribute(sources.script)}"></script>`,
  });
}

/** What an exported page carries inside itself. */
export interface Embedded {
  readonly script: string;
  readonly style: string;
  readonly state: TheatreState;
  readonly theme: Theme;
}

/** The theatre as one file that needs neither the editor nor a network: it may run its own script and nothing else. */
export function standaloneHtml({ script, style, state, theme }: Embedded, speech: Speech = ENGLISH): string {
  const colours = `:root{${Object.entries(theme.variables)
    .filter(isPlain)
    .map(([name, value]) => `${name}:${value}`)
    .join(";")}}`;
  const data = JSON.stringify(state).replaceAll("<", "\\u003c");
  return page(speech, {
    policy: [`style-src ${hashOf(colours)} ${hashOf(style)}`, `script-src ${hashOf(script)}`],
    head: `<style>${colours}</style>\n<style>${style}</style>`,
    kind: theme.kind,
    tail: `<script type="application/json" id="denoising">${data}</script>\n<script>${script}</script>`,
  });
}

interface Parts {
  readonly policy: readonly string[];
  readonly head: string;
  /** The class of the body. */
  readonly kind: string;
  readonly tail: string;
}

function page({ lang, bundle }: Speech, { policy, head, kind, tail }: Parts): string {
  const whole = ["default-src 'none'", ...policy, "base-uri 'none'", "form-action 'none'"].join("; ");
  const words = bundle ? ` data-l10n="${attribute(JSON.stringify(bundle))}"` : "";
  const look = kind ? ` class="${attribute(kind)}"` : "";
  return `<!DOCTYPE html>
<html lang="${attribute(lang)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(whole)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${TITLE}</title>
${head}
</head>
<body${look}>
<main id="theatre"${words}><p class="waiting">…</p></main>
${tail}
</body>
</html>
`;
}

/** A value that can neither end its declaration nor fetch anything. */
function isPlain([, value]: readonly [string, string]): boolean {
  return !/[<>{};\\]|url\(/i.test(value);
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

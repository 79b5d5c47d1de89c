import { randomBytes } from "node:crypto";

/** What the page refers to, as the webview may load it. */
export interface TheatreSources {
  /** `webview.cspSource`: the origin that the style sheet comes from. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
}

/** 128 random bits for one page's Content-Security-Policy. */
export function newNonce(): string {
  return randomBytes(16).toString("base64url");
}

/**
 * The theatre's page: it carries no data (that comes by message) and runs the one script that bears the nonce.
 * Nothing may be fetched, embedded, submitted or run inline.
 */
export function theatreHtml(sources: TheatreSources, nonce: string = newNonce()): string {
  const policy = [
    "default-src 'none'",
    `style-src ${sources.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>CodeFusion: Denoising</title>
<link rel="stylesheet" href="${attribute(sources.style)}">
</head>
<body>
<main id="theatre"><p class="waiting">Loading the denoising…</p></main>
<script nonce="${attribute(nonce)}" src="${attribute(sources.script)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

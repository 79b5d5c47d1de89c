import { readFile } from "node:fs/promises";
import * as vscode from "vscode";
import { CodeFusionError, say } from "../../errors";
import type { Fetch } from "../../inference";

/** Where the editor goes directly, whatever its proxy. */
const DIRECT = ["localhost", "127.0.0.1", "::1"];

/**
 * How servers are reached. The editor's own fetch knows its proxy and the system's certificates; it takes no further ones,
 * so with a file of those the proxy of the settings is used by our own.
 * @param certificates a PEM file; empty for none
 * @throws CodeFusionError bad-input where that file cannot be read
 */
export async function editorFetch(certificates: string): Promise<Fetch> {
  if (certificates === "") return (url, init) => globalThis.fetch(url, init);
  const [pem, { fetchThrough }] = await Promise.all([readPem(certificates), import("../../inference")]);
  const http = vscode.workspace.getConfiguration("http");
  const proxy = http.get<string>("proxySupport") === "off" ? undefined : http.get<string>("proxy");
  const noProxy = [...DIRECT, ...(http.get<readonly string[]>("noProxy") ?? [])].join(",");
  return fetchThrough({ httpProxy: proxy, httpsProxy: proxy, noProxy, certificates: pem });
}

async function readPem(file: string): Promise<string> {
  try {
    const pem = await readFile(file, "utf8");
    if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unusable(say`the certificates of codefusion.certificateAuthority cannot be read (${reason})`, error);
  }
  throw unusable(say`${file}, which codefusion.certificateAuthority names, holds no certificate`);
}

function unusable(message: ReturnType<typeof say>, cause?: unknown): CodeFusionError {
  return new CodeFusionError("bad-input", message, "name a PEM file of this machine, or empty the setting", { cause });
}

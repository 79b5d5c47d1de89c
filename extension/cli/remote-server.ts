import { type Fetch, fetchThrough, type RemoteServer } from "../inference";
import type { CliContext } from "./context";

/** The server that `--remote` names, with the token of the environment; its fetch knows the proxy of the environment. */
export async function remoteServer(url: string, { env }: CliContext): Promise<RemoteServer> {
  const token = env.CODEFUSION_TOKEN;
  return {
    url,
    fetch: await fetchThroughProxy(env),
    ...(token && { headers: { authorization: `Bearer ${token}` } }),
  };
}

/** The proxy that the environment names; this process's own fetch where it names none. */
export async function fetchThroughProxy(env: CliContext["env"]): Promise<Fetch> {
  const named = (name: string) => env[name.toLowerCase()] || env[name];
  const [httpProxy, httpsProxy] = [named("HTTP_PROXY"), named("HTTPS_PROXY")];
  if (!httpProxy && !httpsProxy) return globalThis.fetch;
  return fetchThrough({ httpProxy, httpsProxy, noProxy: named("NO_PROXY") });
}

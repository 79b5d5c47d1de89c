import type { Fetch, RemoteServer } from "../inference";
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

/** Node's own fetch does not read HTTP_PROXY, HTTPS_PROXY and NO_PROXY in every version that this runs on. */
async function fetchThroughProxy(env: CliContext["env"]): Promise<Fetch> {
  const named = (name: string) => env[name.toLowerCase()] || env[name];
  const [httpProxy, httpsProxy] = [named("HTTP_PROXY"), named("HTTPS_PROXY")];
  if (!httpProxy && !httpsProxy) return globalThis.fetch;
  const { EnvHttpProxyAgent, fetch } = await import("undici");
  const dispatcher = new EnvHttpProxyAgent({
    ...(httpProxy && { httpProxy }),
    ...(httpsProxy && { httpsProxy }),
    noProxy: named("NO_PROXY") ?? "",
  });
  return (url, init) => fetch(url, { ...init, dispatcher });
}

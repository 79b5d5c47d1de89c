import type { Fetch } from "./exchange";

/** A way to servers that this process does not know by itself. */
export interface Way {
  /** Proxy for addresses of either scheme. */
  readonly httpProxy?: string | undefined;
  readonly httpsProxy?: string | undefined;
  /** Hosts that are asked directly, as NO_PROXY lists them. */
  readonly noProxy?: string | undefined;
  /** Certificates in PEM that are trusted beside those that Node knows. */
  readonly certificates?: string | undefined;
}

/** A fetch that goes this way; Node's own knows neither proxies nor other certificates in every version that this runs on. */
export async function fetchThrough({ httpProxy, httpsProxy, noProxy, certificates }: Way): Promise<Fetch> {
  const [{ EnvHttpProxyAgent, fetch }, { rootCertificates }] = await Promise.all([
    import("undici"),
    import("node:tls"),
  ]);
  const tls = certificates === undefined ? undefined : { ca: [...rootCertificates, certificates] };
  const dispatcher = new EnvHttpProxyAgent({
    // Empty, and not absent: this way alone, whatever the environment says.
    httpProxy: httpProxy ?? "",
    httpsProxy: httpsProxy ?? "",
    noProxy: noProxy ?? "",
    ...(tls && { connect: tls, requestTls: tls, proxyTls: tls }),
  });
  return (url, init) => fetch(url, { ...init, dispatcher });
}

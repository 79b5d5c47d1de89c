import type { GenerateOptions, GenerateRequest, GenerateResult, Generator } from "../contract";
import { CodeFusionError } from "../errors";
import {
  type Backend,
  createBackend,
  createRemoteBackend,
  type Fallback,
  FallbackBackend,
  hasGpu,
  type ProviderId,
  type ProviderOutcome,
  type RemoteServer,
} from "../inference";
import type { Model } from "../model";
import { createGenerator, type GeneratorOptions } from "../pipeline";
import type { LanguageId } from "../schema";
import { createServedGenerator } from "../served";
import type { BackendSetting, Destination } from "./destination";

/** A model that somebody serves, and where. */
export interface ServedChoice {
  readonly server: RemoteServer;
  readonly model: string;
}

export interface PolicyOptions extends Pick<GeneratorOptions, "modelsDir" | "provider" | "log"> {
  readonly backend: BackendSetting;
  /** A server of our model. */
  readonly remote?: RemoteServer;
  readonly served?: ServedChoice;
  /**
   * Whether requests may go there; asked before every run that would send some. Nothing is sent before it has said yes.
   * @param mayAsk whether a question may be put to the user
   */
  readonly permits: (destination: Destination, mayAsk: boolean) => Promise<boolean>;
  /** Told once when a server fails and this machine goes on. */
  readonly onFallback?: (fallback: Fallback) => void;
  /** Milliseconds that a server which failed is left alone while this machine goes on; 30 000 by default. */
  readonly restMs?: number;
  /** What is known of the execution providers. */
  readonly outcomes?: Map<ProviderId, ProviderOutcome>;
}

/**
 * The generator of a setting. `auto`: a GPU here, or else the remote server, or else the processor here, which also takes
 * over what the server leaves undone. What the user does not permit is computed here.
 */
export function createPolicyGenerator(options: PolicyOptions): Generator {
  return new PolicyGenerator(options);
}

class PolicyGenerator implements Generator {
  readonly #options: PolicyOptions;
  readonly #outcomes: Map<ProviderId, ProviderOutcome>;
  readonly #own: Generator;
  #served: Generator | undefined;
  #last: Generator;
  /** Whether the runs that start now may use the remote server. */
  #usesRemote = false;

  constructor(options: PolicyOptions) {
    this.#options = options;
    this.#outcomes = options.outcomes ?? new Map();
    const { modelsDir, provider, log } = options;
    const shared = { ...(provider && { provider }), ...(log && { log }) };
    this.#own = createGenerator({ modelsDir, ...shared, backend: (model) => this.#ladder(model) });
    this.#last = this.#own;
  }

  async generate(request: GenerateRequest, options: GenerateOptions = {}): Promise<GenerateResult> {
    this.#last = await this.#choose(request, options);
    return this.#last.generate(request, options);
  }

  /** Only where every request is computed here: what a server does is not to be guessed, and it is asked nothing. */
  async prepare(language: LanguageId): Promise<void> {
    const { backend, remote } = this.#options;
    if (backend === "local" || (backend === "auto" && remote === undefined)) await this.#own.prepare?.(language);
  }

  status() {
    return this.#last.status();
  }

  dispose(): void {
    this.#own.dispose();
    this.#served?.dispose();
  }

  async #choose(
    { origin, codeStays }: GenerateRequest,
    { mayAsk = true, signal }: GenerateOptions,
  ): Promise<Generator> {
    const { backend, remote, served, permits, log } = this.#options;
    this.#usesRemote = false;
    if (backend === "remote" && remote === undefined) throw unchosen();
    if (backend === "served") {
      if (served === undefined) throw unchosen();
      const to = { kind: "served", url: served.server.url, model: served.model } as const;
      // The tokens of a canvas, as branches and pins start from, mean nothing to another model; code that stays starts here.
      const isOurs = origin !== undefined && (typeof origin.canvas !== "string" || codeStays === true);
      if (isOurs || !(await permits(to, mayAsk))) return this.#own;
      this.#served ??= createServedGenerator({ ...served, ...(log && { log }) });
      return this.#served;
    }
    if (remote === undefined || backend === "local") return this.#own;
    const { provider = "auto" } = this.#options;
    if (backend === "auto" && (await hasGpu(provider, this.#outcomes, signal))) return this.#own;
    this.#usesRemote = await permits({ kind: "remote", url: remote.url }, mayAsk);
    return this.#own;
  }

  #ladder({ manifest, graphs }: Model): Backend {
    const { backend, remote, provider = "auto", log, onFallback, restMs } = this.#options;
    const local = createBackend({
      model: { ...manifest, files: graphs },
      provider,
      outcomes: this.#outcomes,
      onRetry: (message) => log?.("warn", message),
    });
    if (remote === undefined) return local;
    return new FallbackBackend({
      rungs: [
        { backend: createRemoteBackend({ model: manifest, server: remote }), isUsable: () => this.#usesRemote },
        { backend: local, isUsable: () => backend !== "remote" || !this.#usesRemote },
      ],
      ...(onFallback && { onFallback }),
      ...(restMs !== undefined && { restMs }),
    });
  }
}

function unchosen(): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    "no server is chosen that code could be generated on",
    "choose one with CodeFusion: Choose Where Code Is Generated",
  );
}

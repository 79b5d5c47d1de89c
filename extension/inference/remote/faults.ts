import { CodeFusionError, type ErrorCode, type Message, say } from "../../errors";

/** A failure of a server or of the way to it. */
export class RemoteError extends CodeFusionError {
  constructor(
    code: ErrorCode,
    message: string | Message,
    remedy: string | Message,
    /** Whether the same call may succeed in a moment: never where the server understood it and refused. */
    readonly retry: boolean,
    readonly details: {
      readonly status?: number;
      /** Where the server says that the answer is, as it says it. */
      readonly location?: string;
      /** What a busy server asks for. */
      readonly retryAfterMs?: number;
      /** Set where time ran out: a server that hangs is no more asked than one that fails. */
      readonly hung?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(code, message, remedy, { cause: details.cause });
  }

  /** A token or a permission that is missing is told to who can mend it, not passed over. */
  override get mayTryNextBackend(): boolean {
    return super.mayTryNextBackend && this.details.status !== 401 && this.details.status !== 403;
  }
}

type Details = RemoteError["details"];

/** A server that cannot be used as it stands: the same call would fail again. */
function fault(message: string | Message, remedy: string, details: Details = {}): RemoteError {
  return new RemoteError("backend-unavailable", message, remedy, false, details);
}

const again = ({ said, details }: RemoteError): RemoteError =>
  new RemoteError("backend-unavailable", said.message, said.remedy, true, details);

/** A server that failed in the middle of a call. */
const broken = ({ said, details }: RemoteError): RemoteError =>
  new RemoteError("backend-crashed", said.message, said.remedy, true, details);

const CHECK = "check the server's address, and that the server runs";
const SERVER_LOG = "see the server's log, or run the command again";

/** Tells certificate failures by Node's error codes: OpenSSL's names and Node's own. */
const TLS = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO$)/;

/** What a request that got no answer failed by. */
export function connectionFault(host: string, error: unknown): RemoteError {
  const cause = { cause: error };
  const code = codeOf(error);
  const reason = code ?? (error instanceof Error ? error.message : String(error));
  if (TLS.test(reason))
    return fault(
      say`the certificate of ${host} is not trusted (${reason})`,
      "add its authority to this machine's certificates, or name its file in NODE_EXTRA_CA_CERTS",
      cause,
    );
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return again(fault(say`there is no machine of the name ${host}`, "check the server's address", cause));
    case "ECONNREFUSED":
      return again(fault(say`nothing answers at ${host}`, CHECK, cause));
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
    case "UND_ERR_CONNECT_TIMEOUT":
      return again(fault(say`${host} cannot be reached (${reason})`, CHECK, cause));
    default:
      return broken(fault(say`the connection to ${host} broke (${reason})`, SERVER_LOG, cause));
  }
}

/** No whole answer within the time a call may take. */
export function timeoutFault(host: string, ms: number): RemoteError {
  return fault(say`${host} did not answer within ${ms / 1000} s`, SERVER_LOG, { hung: true });
}

/** An answer that is longer than anything that was asked for. */
export function endlessFault(host: string, bytes: number): RemoteError {
  return fault(say`the answer of ${host} is longer than ${bytes} bytes`, CHECK);
}

/** An answer that cannot be read. */
export function garbledFault(
  host: string,
  reason: string,
  remedy = "check that this is the address of an Open Inference Protocol server",
): RemoteError {
  return broken(fault(say`the answer of ${host} cannot be read (${reason})`, remedy));
}

/** An answer that can be read and is not one to what was asked. */
export function misfitFault(host: string, reason: string): RemoteError {
  return fault(say`the answer of ${host} does not fit the request (${reason})`, "check which model the server serves");
}

/** Another model, or another version of it. */
export function mismatchFault(host: string, id: string, reason: string): RemoteError {
  return fault(say`${host} serves another ${id}: ${reason}`, "let the server serve the model of this version");
}

/**
 * A server that has failed too often to be asked again yet.
 * @param last what it failed by
 */
export function restingFault(host: string, last: string): RemoteError {
  return fault(say`${host} has failed several times in a row (${last})`, "run the command again in a moment");
}

/**
 * What an HTTP status other than 2xx means.
 * @param said the server's own words
 */
export function statusFault(host: string, status: number, said: string, details: Details): RemoteError {
  const because = { ...details, status };
  if (status >= 300 && status < 400)
    return fault(say`${host} sends requests on to another address (${said})`, "configure that address", because);
  switch (status) {
    case 401:
      return fault(say`${host} wants a token, or another one`, "set the token of this server", because);
    case 403:
      return fault(say`${host} does not allow this (${said})`, "ask whoever runs the server for access", because);
    case 404:
      return fault(
        say`${host} does not have what was asked for (${said})`,
        "check the server's address, and which model it serves",
        because,
      );
    case 413:
      return fault(say`the request is too large for ${host}`, "ask for fewer candidates", because);
    case 429:
    case 503:
      return again(fault(say`${host} is busy at the moment (${said})`, "run the command again in a moment", because));
    default:
      break;
  }
  const failed = fault(say`${host} failed with status ${status} (${said})`, SERVER_LOG, because);
  return status >= 500 ? broken(failed) : failed;
}

/** Node's or undici's code, wherever in the chain of causes it is. */
function codeOf(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ("code" in each && typeof each.code === "string") return each.code;
    if (each instanceof AggregateError) return codeOf(each.errors[0]);
  }
  return undefined;
}

import { Socket } from "node:net";

/** Every TCP connection that this extension host opens, as `host:port`. */
export interface Recorder {
  readonly opened: readonly string[];
  stop(): void;
}

/** Records from now on; sockets of every kind (HTTP, TLS, fetch) are connected by this one method. */
export function recordConnections(): Recorder {
  const opened: string[] = [];
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    opened.push(targetOf(args));
    return Reflect.apply(connect, this, args);
  } as typeof connect;
  return {
    opened,
    stop: () => {
      Socket.prototype.connect = connect;
    },
  };
}

/** Node hands over what its own `connect` normalised: an array that begins with the options. */
function targetOf([first, second]: readonly unknown[]): string {
  const options: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof options === "object" && options !== null) {
    const { host = "localhost", port, path } = options as { host?: string; port?: number | string; path?: string };
    return path === undefined ? `${host}:${port}` : path;
  }
  return `${typeof second === "string" ? second : "localhost"}:${String(options)}`;
}

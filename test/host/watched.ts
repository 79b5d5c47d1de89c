import childProcess from "node:child_process";
import dgram from "node:dgram";
import net from "node:net";

/** What this process did while it was watched. */
export interface Deeds {
  /** Every program that was started, with its arguments. */
  readonly spawned: readonly (readonly string[])[];
  /** Every connection over a network that was tried; sockets of the file system are none. */
  readonly connected: readonly string[];
}

type Method = (this: object, ...args: never[]) => unknown;

/** Calls `note` with the arguments of every call of a method; returns what ends that. */
function noted(owner: object, name: string, note: (args: readonly unknown[]) => void): () => void {
  const own: Method = Reflect.get(owner, name);
  Reflect.set(owner, name, function (this: object, ...args: never[]) {
    note(args);
    return own.apply(this, args);
  });
  return () => void Reflect.set(owner, name, own);
}

/** What is on the stack of everything that the extension itself does at once, as starting a program is. */
const EXTENSION = /[\\/]dist[\\/]extension\.js/;

/** The names of the files that led here, which hold a bundle's where one of its functions did. */
function callers(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return stack;
}

/**
 * Watches the whole process: whatever module starts a program or opens a connection passes here, since all of Node's own
 * clients (http, https, tls, fetch) do.
 * @param by whose programs are told of: the editor starts some of its own
 */
export async function watched(act: () => Promise<void>, by = EXTENSION): Promise<Deeds> {
  const spawned: (readonly string[])[] = [];
  const connected: string[] = [];
  const noteSpawn = ([options]: readonly unknown[]) => {
    if (!by.test(callers())) return;
    const { file, args = [] } = options as { file: string; args?: readonly string[] };
    spawned.push([file, ...args]);
  };
  const noteSync = ([file, args]: readonly unknown[]) => {
    if (by.test(callers())) spawned.push([String(file), ...(Array.isArray(args) ? args.map(String) : [])]);
  };
  const noteConnection = (args: readonly unknown[]) => {
    const [first] = args.flat() as readonly unknown[];
    const to =
      typeof first === "object" && first !== null
        ? (first as net.TcpNetConnectOpts & net.IpcNetConnectOpts)
        : undefined;
    if (to?.path !== undefined || (typeof first === "string" && !/^\d+$/.test(first))) return;
    connected.push(to ? `${to.host}:${to.port}` : String(first));
  };
  const ends = [
    noted(childProcess.ChildProcess.prototype, "spawn", noteSpawn),
    ...["spawnSync", "execSync", "execFileSync"].map((name) => noted(childProcess, name, noteSync)),
    noted(net.Socket.prototype, "connect", noteConnection),
    noted(dgram.Socket.prototype, "send", () => void connected.push("a datagram")),
  ];
  try {
    await act();
  } finally {
    for (const end of ends) end();
  }
  return { spawned, connected };
}

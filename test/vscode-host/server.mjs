/** Starts and stops the VS Code server, with its own data folder that goes away with it. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  constants,
  cpSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ScriptError } from "../../scripts/lib/process.mjs";
import { cleanEnv, installVsix } from "./install.mjs";
import { QUIET_SETTINGS } from "./settings.mjs";
import { SERVER_MAIN, SERVER_NODE, setUpHost } from "./setup.mjs";
import { workbenchPath } from "./workbench-url.mjs";

const HOST = "127.0.0.1";
const BEHIND_LINK = fileURLToPath(new URL("short-link.mjs", import.meta.url));
const START_TIMEOUT_MS = 60_000;

/** @see server.d.mts for the shapes */
export async function startServer({
  vsix,
  extensions,
  smokeTestDriver = false,
  env = {},
  settings = {},
  linkTo,
  workspaceTrust = false,
  port: wantedPort,
} = {}) {
  await setUpHost();
  const dataDir = mkdtempSync(join(tmpdir(), "codefusion-host-"));
  const removeData = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  try {
    const server = { dataDir, ...settingsFile(dataDir) };
    server.changeSettings({ ...QUIET_SETTINGS, "security.workspace.trust.enabled": workspaceTrust, ...settings });
    for (const each of vsix ? [vsix].flat() : []) await installVsix(dataDir, each);
    if (extensions) {
      const to = join(dataDir, "extensions");
      cpSync(extensions, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
    }
    const port = await freePort(wantedPort);
    const authority = `${HOST}:${port}`;
    const link = linkTo && { path: `/${randomBytes(16).toString("hex")}`, opens: linkTo };
    const child = launch({ dataDir, port, link, smokeTestDriver, workspaceTrust, env });
    const { ended, stop } = stopper(child, removeData);
    await untilReady(`http://${authority}/version`, child, join(dataDir, "server.log")).catch(async (error) => {
      await stop();
      throw error;
    });
    return {
      ...server,
      authority,
      url: (options) => `http://${authority}${workbenchPath(authority, options)}`,
      link: link && `http://${authority}${link.path}`,
      ended,
      stop,
    };
  } catch (error) {
    removeData();
    throw error;
  }
}

function launch({ dataDir, port, link, smokeTestDriver, workspaceTrust, env }) {
  const args = [
    link ? BEHIND_LINK : SERVER_MAIN,
    "--accept-server-license-terms",
    ...["--server-data-dir", dataDir, "--host", HOST, "--port", String(port)],
    ...(link ? ["--connection-token-file", tokenFile(dataDir, link)] : ["--without-connection-token"]),
    ...["--telemetry-level", "off", "--disable-telemetry", "--disable-getting-started-override"],
    ...(workspaceTrust ? [] : ["--disable-workspace-trust"]),
    ...(smokeTestDriver ? ["--enable-smoke-test-driver"] : []),
  ];
  const log = createWriteStream(join(dataDir, "server.log"));
  const child = spawn(SERVER_NODE, args, {
    // A group of its own, so that stopping it also stops its extension hosts and watchers.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    // Its sockets go where they are deleted.
    env: {
      ...cleanEnv(),
      XDG_RUNTIME_DIR: dataDir,
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
      ...(link && { CODEFUSION_SHORT_LINK: JSON.stringify(linkEnv(link, port)) }),
      ...env,
    },
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  return child;
}

/** Every user of this machine can read a command line, and only this one the data folder. */
function tokenFile(dataDir, { path }) {
  const file = join(dataDir, "token");
  writeFileSync(file, path.slice(1), { mode: 0o600 });
  return file;
}

/** What short-link.mjs reads: who knows the link may connect, so its secret is the token too. */
function linkEnv({ path, opens }, port) {
  return { path, authority: `${HOST}:${port}`, ...opens, token: path.slice(1) };
}

/** Ends the server's whole group when asked, and also when this process is interrupted. */
function stopper(child, removeData) {
  const kill = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  const killNow = () => {
    kill("SIGKILL");
    removeData();
  };
  const interrupted = (_signal, number) => process.exit(128 + number);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  process.once("exit", killNow);
  // Not `once`: npm and the terminal both pass Ctrl+C on, and a second one must not cut the clean-up short.
  for (const signal of signals) process.on(signal, interrupted);
  const ended = new Promise((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    kill("SIGTERM");
    await Promise.race([ended, sleep(3000)]);
    process.off("exit", killNow);
    for (const signal of signals) process.off(signal, interrupted);
    killNow();
  };
  return { ended, stop };
}

async function untilReady(url, child, logFile) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new ScriptError(`the VS Code server did not start:\n${readFileSync(logFile, "utf8").slice(-4000)}`);
}

function settingsFile(dataDir) {
  const folder = join(dataDir, "data", "User");
  let current = {};
  return {
    changeSettings(changes) {
      current = { ...current, ...changes };
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "settings.json"), JSON.stringify(current, null, 2));
    },
  };
}

/** `wanted`, or any port, that nothing listens on at this moment; the server itself would wait for ever. */
function freePort(wanted = 0) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", ({ message }) => {
      reject(new ScriptError(`port ${wanted} cannot be used (${message}); choose another one, or none`));
    });
    probe.listen(wanted, HOST, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

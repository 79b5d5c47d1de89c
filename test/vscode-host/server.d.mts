/** What a workbench opens; absolute paths. */
export interface Opens {
  folder: string;
  openFile?: string;
  /** Where the cursor stands in that file, from 1. */
  openLine?: number;
}

/** A running VS Code server with a data folder of its own. */
export interface VscodeServer {
  /** host:port of the workbench. */
  readonly authority: string;
  /** Its data folder: `extensions/` holds what is installed, `server.log` and `data/logs/` what happened. */
  readonly dataDir: string;
  /** Adds to the user settings, for workbenches opened later; undefined takes one away. */
  changeSettings(changes: Record<string, unknown>): void;
  /** The address of a workbench; every path is absolute. */
  url(options: Opens & { extensionDevelopmentPath?: string; extensionTestsPath?: string }): string;
  /** The short address of what `linkTo` names, with the secret that lets in; undefined without it. */
  readonly link: string | undefined;
  /** Settled when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends the server with everything it started, and deletes its data folder. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Installed before the start, one after the other. */
  vsix?: string | readonly string[];
  /** A folder of installed extensions (what `installVsix` makes), copied before the start. */
  extensions?: string;
  /** Needed for `extensionTestsPath`; it also suppresses notifications and refuses dialogs. */
  smokeTestDriver?: boolean;
  /** Added to the environment of the server and its extension hosts. */
  env?: Record<string, string>;
  /** Added to the user settings. */
  settings?: Record<string, unknown>;
  /** Only who has the link to this may connect; without it, any program of this machine may. */
  linkTo?: Opens;
  /** Asks whether a folder is trusted, as editors do; without it, all are. */
  workspaceTrust?: boolean;
  /** A free one when absent. */
  port?: number;
}

/** Installs what the server needs on first use, starts it, and waits until it answers. */
export function startServer(options?: ServerOptions): Promise<VscodeServer>;

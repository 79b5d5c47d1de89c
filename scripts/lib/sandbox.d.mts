/**
 * Whether candidates can be executed here; installs with apt-get what is missing where that is possible without asking.
 * @throws ScriptError under CI where they cannot
 */
export function ensureSandbox(): Promise<boolean>;

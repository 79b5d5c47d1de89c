import { CodeFusionError } from "../errors";
import { isMemoryShort } from "../model/verified";

/** What ONNX Runtime threw, in one line and without the place in its C++ source. */
export function runtimeReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.replace(/\s+/g, " ").trim();
  return line.replace(/^\S+\.(cc|h|cpp):\d+ .*? was false\. /, "");
}

/** What installs a native library that is missing, by what the system says. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/GLIBC(XX)?_\d/, "use a Linux with glibc 2.28 or newer, or a remote server"],
  [
    /libstdc\+\+|libgcc_s|libgomp/,
    "install it with the system's packages: libstdc++6, libgcc-s1 and libgomp1 on Debian and Ubuntu, libstdc++, libgcc and libgomp on Fedora",
  ],
  [/specified (module|procedure) could not be found/i, "install the Microsoft Visual C++ Redistributable"],
  [/./s, `reinstall the extension in the package for ${process.platform}-${process.arch}`],
];

/** The error of a machine on which ONNX Runtime's native library cannot be loaded; it names the library. */
export function libraryFailure(error: unknown): CodeFusionError {
  const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  const [, remedy = ""] = REMEDIES.find(([said]) => said.test(reason)) ?? [];
  const message = `ONNX Runtime's native library cannot be loaded (${reason.slice(0, DETAIL)})`;
  return new CodeFusionError("backend-unavailable", message, remedy, { cause: error });
}

const DETAIL = 200;
/** The line of a stack trace that says what was thrown, not the source line above it, which may be a whole bundle. */
const SAYS_WHAT =
  /^\s*(?:(?:Uncaught )?\w*(?:Error|Exception)\b|FATAL ERROR|terminate called|what\(\)|malformed reply)/;

/** What a process that ended wrote about it on stderr, in one short line. */
export function crashDetail(stderr: string): string | undefined {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const detail = (lines.find((line) => SAYS_WHAT.test(line)) ?? lines.at(-1))?.trim();
  return detail === undefined || detail.length <= DETAIL ? detail : `${detail.slice(0, DETAIL)}…`;
}

/** What to do about a process that ended. */
export function crashRemedy(stderr: string): string {
  return isMemoryShort(stderr)
    ? "close other programs to free memory, then run the command again"
    : "run the command again, a fresh process will be started";
}

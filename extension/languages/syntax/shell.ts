import { readFileSync } from "node:fs";
import { CodeFusionError, type Message, quoted, say } from "../../errors";
import { wasmFile } from "./wasm-file";

/** In a few words, why Bash does not take a script, with the line; undefined where it does. */
export type ShellFault = (source: string) => Message | undefined;

interface Exports {
  readonly memory: WebAssembly.Memory;
  wasmAlloc(bytes: number): number;
  wasmFree(pointer: number): void;
  process(...args: readonly (number | boolean)[]): number;
}

interface Report {
  readonly file?: { readonly Stmts?: readonly unknown[] } | null;
  readonly parseError?: { readonly Text: string; readonly Pos?: { readonly Line: number } } | null;
  readonly message?: string;
}

interface TinyGo {
  readonly importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

/** Its memory is not given back in whole: after so many scripts it starts anew. */
const MOST_SCRIPTS = 50;
/** Names that the loader of the parser leaves behind for everybody. */
const LEFT_BEHIND = ["Go", "require", "fs"] as const;

/**
 * Loads mvdan/sh, a complete parser of Bash (through sh-syntax, whose own interface is asynchronous).
 * @throws CodeFusionError internal where the installation lacks its wasm file
 */
export async function loadShellParser(): Promise<ShellFault> {
  try {
    const Go = await loadGo();
    const module = new WebAssembly.Module(readFileSync(wasmFile("sh-syntax")));
    let parser: Exports | undefined;
    let scripts = 0;
    const read = (source: string): Report => {
      if (parser === undefined || scripts >= MOST_SCRIPTS) {
        parser = start(Go, module);
        scripts = 0;
      }
      scripts += 1;
      return ask(parser, source);
    };
    return (source) => {
      try {
        return faultOf(read(source));
      } catch {
        // a trap leaves its memory in disorder; a fresh parser reads what an old one could not
        parser = undefined;
      }
      try {
        return faultOf(read(source));
      } catch {
        parser = undefined;
        return say`it is nested too deeply to be read`;
      }
    };
  } catch (error) {
    throw new CodeFusionError(
      "internal",
      say`the ${"bash"} grammar could not be loaded (${error instanceof Error ? error.message : String(error)})`,
      "reinstall CodeFusion",
      { cause: error },
    );
  }
}

async function loadGo(): Promise<new () => TinyGo> {
  const everybody: Record<string, unknown> = globalThis;
  const before = LEFT_BEHIND.map((name) => [name, everybody[name]] as const);
  await import("sh-syntax/vendors/wasm_exec");
  const { Go } = globalThis as unknown as { readonly Go: new () => TinyGo };
  for (const [name, value] of before) if (value === undefined) delete everybody[name];
  return Go;
}

function start(Go: new () => TinyGo, module: WebAssembly.Module): Exports {
  const go = new Go();
  const instance = new WebAssembly.Instance(module, go.importObject);
  void go.run(instance);
  return instance.exports as unknown as Exports;
}

/** One script through the parser's memory. */
function ask({ memory, wasmAlloc, wasmFree, process }: Exports, source: string): Report {
  const put = (text: string): readonly [number, number] => {
    const bytes = new TextEncoder().encode(text);
    const pointer = wasmAlloc(bytes.byteLength);
    new Uint8Array(memory.buffer).set(bytes, pointer);
    return [pointer, bytes.byteLength];
  };
  const [name, text, stop] = [put(""), put(source), put("")];
  const slice = ([pointer, length]: readonly [number, number]) => [pointer, length, length];
  const [print, comments, recoveredErrors] = [false, false, 0];
  const answer = process(
    ...slice(name),
    ...slice(text),
    ...[print, comments, BASH],
    ...slice(stop),
    ...[recoveredErrors, ...PRINTING],
  );
  for (const [pointer] of [name, text, stop]) wasmFree(pointer);
  const bytes = new Uint8Array(memory.buffer).subarray(answer);
  return JSON.parse(new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)))) as Report;
}

/** The variant of shell, as sh-syntax's LangVariant numbers them. */
const BASH = 1;
/** How a script would be printed. */
const PRINTING = [false, 0, false, false, false, false, false, false, false] as const;

function faultOf({ parseError, message }: Report): Message | undefined {
  const text = parseError?.Text ?? (message === "" ? undefined : message);
  if (text === undefined) return undefined;
  // "name:1:2: …; tried parsing as bash": where it is, in the parser's own words
  const plain = text.replace(/^\S*?\d+:\d+: /, "").replace(/; tried parsing as \w+$/, "");
  const line = parseError?.Pos?.Line ?? Number(/^\S*?(\d+):\d+: /.exec(text)?.[1] ?? 0);
  return line > 0 ? say`${plain} (line ${line})` : quoted(plain);
}

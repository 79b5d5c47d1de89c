import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** The packages of which a wasm file is loaded, and its name there. */
const FILES = {
  "web-tree-sitter": "web-tree-sitter.wasm",
  "tree-sitter-python": "tree-sitter-python.wasm",
  "tree-sitter-bash": "tree-sitter-bash.wasm",
  "sh-syntax": "main.wasm",
} as const;

/** Where a package's wasm file lies: beside the bundle under the package's name; run from source, in the package. */
export function wasmFile(name: keyof typeof FILES): string {
  const beside = path.join(__dirname, `${name}.wasm`);
  return existsSync(beside) ? beside : createRequire(__filename).resolve(`${name}/${FILES[name]}`);
}

import { type Message, say } from "../../errors";
import type { Validity } from "../language";
import type { Parse, ShellFault, SyntaxNode } from "../syntax";

/**
 * Whether `bash -n` takes a script, and it has a command.
 * @param faultIn the verdict of a complete parser; the tree is asked for what that parser leaves to the run
 */
export function validateBash(parse: Parse, faultIn: ShellFault, code: string): Validity {
  const reason = code.includes("\0") ? say`a NUL character (line 1)` : (faultIn(code) ?? faultInTree(parse, code));
  return reason === undefined ? { valid: true } : { valid: false, reason };
}

function faultInTree(parse: Parse, code: string): Message | undefined {
  // What is not seen is a word to the parser; a script without a command needs no tree.
  if (code.split("\n").every((line) => /^[\s\p{Cf}]*(?:#.*)?$/u.test(line))) return say`there is no statement`;
  if (!/\belse\b/.test(code)) return undefined;
  const stray = parse(code).nodes.find(isStrayElse);
  return stray && say`unexpected else (line ${stray.row + 1})`;
}

/** `else` outside of an `if`, or after another, which the parser takes for the name of a command. */
function isStrayElse({ type, text, parent }: SyntaxNode): boolean {
  if (text !== "else") return false;
  return type === "command_name" || (type === "else" && parent?.type === "ERROR");
}

import type { Rule } from "../../rules";
import type { SyntaxNode } from "../../syntax";

/** Words that end or continue a compound command, and so cannot be a command. */
const CONTINUING: ReadonlySet<string> = new Set("then do done fi elif else esac in } ]]".split(" "));
/** Words after which the next word is still the command. */
const TRANSPARENT: ReadonlySet<string> = new Set(["!", "time", "-p"]);

/** A command that is really a stray part of a compound command. */
export const checkCommandWord: Rule = (node) => {
  const [first, ...others] = node.children;
  if (first?.type !== "command_name") return undefined;
  const word = [first.children[0] ?? first, ...others].find((part) => !TRANSPARENT.has(part.text));
  return word !== undefined && CONTINUING.has(word.text) && isStart(node, word) ? `unexpected ${word.text}` : undefined;
};

function isStart(command: SyntaxNode, word: SyntaxNode): boolean {
  return command.children.every((part) => part.start >= word.start || TRANSPARENT.has(part.text));
}

/** An unquoted parenthesis among the words of a command. */
export const checkParenthesis: Rule = (node) =>
  node.children.some((child) => child.type === "subshell") ? "unexpected (" : undefined;

/** The end of a case branch outside one. */
export const checkCaseEnd: Rule = (node) => (node.parent?.type === "case_item" ? undefined : `unexpected ${node.text}`);

/** `[[ -f ]]`: an operator without its operand. */
export const checkTest: Rule = (node) => {
  const [open, only, close] = node.children;
  const lonely = open?.text === "[[" && close?.text === "]]" && node.children.length === 3;
  return lonely && only?.type === "word" && /^-[a-zA-Z]$/.test(only.text) ? `${only.text} needs a value` : undefined;
};

/** `!` belongs before a whole pipeline. */
export const checkPipeline: Rule = (node) =>
  node.children.slice(1).some((child) => child.type === "negated_command") ? "unexpected !" : undefined;

import { say } from "../../../errors";
import type { Rule } from "../../rules";
import { childOfField, type SyntaxNode } from "../../syntax";

/** Order and names of parameters. */
export const checkParameters: Rule = (node) => {
  const parameters = node.children.filter((child) => child.named && child.type !== "comment");
  const names = new Set<string>();
  let defaulted = false;
  let star = -1;
  let slash = false;
  for (const [index, parameter] of parameters.entries()) {
    const kind = kindOf(parameter);
    if (kind === "**" && index < parameters.length - 1) return say`no parameter can follow **`;
    if (kind === "*") {
      if (star >= 0) return say`* may appear only once`;
      star = index;
    } else if (kind === "/") {
      if (slash || star >= 0 || index === 0) return say`misplaced /`;
      slash = true;
    } else if (kind === "default") {
      defaulted = true;
    } else if (kind === "plain" && defaulted && star < 0) {
      return say`a parameter without a default follows one with a default`;
    }
    const name = nameOf(parameter);
    if (name !== undefined && names.has(name)) return say`parameter ${name} is named twice`;
    if (name !== undefined) names.add(name);
  }
  return bareStarIsIdle(parameters, star) ? say`a name must follow *` : undefined;
};

type Kind = "plain" | "default" | "*" | "**" | "/";

function kindOf(parameter: SyntaxNode): Kind {
  if (parameter.type === "positional_separator") return "/";
  if (parameter.text.startsWith("**")) return "**";
  if (parameter.text.startsWith("*")) return "*";
  return /default_parameter$/.test(parameter.type) ? "default" : "plain";
}

function nameOf(parameter: SyntaxNode): string | undefined {
  const named = childOfField(parameter, "name") ?? parameter;
  return /^\*{0,2}\s*([\p{L}_][\p{L}\p{N}_]*)/u.exec(named.text)?.[1];
}

/** A lone * makes sense only before a keyword parameter. */
function bareStarIsIdle(parameters: readonly SyntaxNode[], star: number): boolean {
  const next = parameters[star + 1];
  return parameters[star]?.text === "*" && (next === undefined || kindOf(next) === "**");
}

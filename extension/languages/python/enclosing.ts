/** The function that the end of some code stands in: its own name, and what it is given. */
export interface EnclosingFunction {
  readonly name: string;
  readonly parameters: readonly string[];
}

const HEAD = /^([ \t]*)(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(([^()]*)\)[^\n]*:[^\n]*$/;

/** That function, read line by line, as code above a comment may begin and end anywhere; undefined at the top. */
export function enclosingFunction(code: string): EnclosingFunction | undefined {
  let least = Number.POSITIVE_INFINITY;
  for (const line of code.split("\n").reverse()) {
    if (line.trim() === "") continue;
    const [, indent = "", name, parameters = ""] = HEAD.exec(line) ?? [];
    if (name !== undefined && indent.length < least) return { name, parameters: namesOf(parameters) };
    least = Math.min(least, line.length - line.trimStart().length);
  }
  return undefined;
}

const namesOf = (parameters: string): readonly string[] =>
  parameters.split(",").flatMap((parameter) => {
    const name = /^\s*(\w+)/.exec(parameter)?.[1];
    return name === undefined || name === "self" || name === "cls" ? [] : [name];
  });

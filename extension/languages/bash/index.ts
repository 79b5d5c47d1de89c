/** Bash: tree-sitter-bash plus rules for what that grammar lets through, and the template form of the metrics. */
import type { Language } from "../language";
import { LANGUAGES } from "../metadata";
import { judge } from "../rules";
import type { Parse } from "../syntax";
import { bashCautions } from "./cautions";
import { formatBash } from "./format";
import { normaliseBash } from "./normalise";
import { quoteBash } from "./quote";
import { BASH_RULES } from "./rules";
import { bashTemplate } from "./template";

export { type BashToken, bashTemplate, bashTokens } from "./template";

/** The Bash language over a loaded grammar. */
export function createBash(parse: Parse): Language {
  return {
    ...LANGUAGES.bash,
    validate: (code) => judge(parse(code), BASH_RULES),
    format: (code) => formatBash(parse, code),
    normalise: (code) => normaliseBash(parse(code)),
    template: bashTemplate,
    quote: (literal, before) => quoteBash(parse, literal, before),
    cautions: bashCautions,
  };
}

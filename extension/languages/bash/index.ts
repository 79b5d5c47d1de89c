/** Bash: validity by a complete parser, trees by tree-sitter-bash, and the template form of the metrics. */
import type { Language } from "../language";
import { LANGUAGES } from "../metadata";
import type { Parse, ShellFault } from "../syntax";
import { bashCautions } from "./cautions";
import { explainBash } from "./explain";
import { formatBash } from "./format";
import { normaliseBash } from "./normalise";
import { quoteBash } from "./quote";
import { bashTemplate } from "./template";
import { unknownIn } from "./unknown";
import { validateBash } from "./validate";

export { type BashToken, bashTemplate, bashTokens } from "./template";

/** The Bash language over a loaded grammar and a loaded parser. */
export function createBash(parse: Parse, faultIn: ShellFault): Language {
  return {
    ...LANGUAGES.bash,
    validate: (code) => validateBash(parse, faultIn, code),
    format: (code) => formatBash(parse, code),
    normalise: (code) => normaliseBash(parse(code)),
    template: bashTemplate,
    quote: (literal, before) => quoteBash(parse, literal, before),
    cautions: (code) => bashCautions(parse, code),
    unknown: (code) => unknownIn(parse, code),
    explain: (code) => explainBash(parse, code),
  };
}

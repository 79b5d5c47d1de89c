/** Python 3: tree-sitter-python plus rules for what that grammar lets through although the compiler does not. */
import type { Language } from "../language";
import { LANGUAGES } from "../metadata";
import { judgeTree } from "../rules";
import type { Parse } from "../syntax";
import { pythonCautions } from "./cautions";
import { enclosingFunction } from "./enclosing";
import { fittingPython, keptPython } from "./fit";
import { formatPython } from "./format";
import { freeNamesInPython } from "./free-names";
import { namesInPython } from "./names";
import { normalisePython, templatePython } from "./normalise";
import { quotePython } from "./quote";
import { PYTHON_RULES } from "./rules";
import { withoutTypeDefaults } from "./type-defaults";
import { unknownInPython } from "./unknown";

/** The Python language over a loaded grammar. */
export function createPython(parse: Parse): Language {
  return {
    ...LANGUAGES.python,
    validate: (code) => judgeTree(parse(withoutTypeDefaults(code)), PYTHON_RULES),
    format: (code) => formatPython(parse, code),
    normalise: (code) => normalisePython(parse(code)),
    template: (code) => templatePython(parse(code)),
    quote: (literal, before) => quotePython(parse, literal, before),
    names: (code) => namesInPython(parse(code)),
    enclosing: enclosingFunction,
    freeNames: (code) => freeNamesInPython(parse(code)),
    cautions: (code) => pythonCautions(parse(code)),
    unknown: (code) => unknownInPython(parse(code)),
    fitting: (around) => fittingPython(parse, around),
    kept: (replaced, by) => keptPython(parse, replaced, by),
  };
}

import type { RuleBook } from "../rules";
import { checkArguments } from "./checks/arguments";
import {
  checkBackticks,
  checkCommaInExcept,
  checkCommaInRaise,
  checkExec,
  checkOldOperator,
  checkPrint,
  checkTupleParameter,
} from "./checks/dialect";
import { checkFuture, checkImportFrom, checkTrailingComma } from "./checks/imports";
import { checkLayout } from "./checks/layout";
import {
  checkConcatenation,
  checkConversion,
  checkInterpolation,
  checkNumber,
  checkPrefix,
  checkString,
} from "./checks/literals";
import { checkParameters } from "./checks/parameters";
import {
  checkAsync,
  checkAwait,
  checkGlobal,
  checkJump,
  checkKeyword,
  checkNonlocal,
  checkReturn,
  checkYield,
} from "./checks/place";
import { checkBlock, checkMatch, checkRaise, checkTry } from "./checks/statements";
import {
  checkAlias,
  checkAsPattern,
  checkAssignment,
  checkAugmented,
  checkDelete,
  checkDictionarySplat,
  checkExceptName,
  checkLoopTarget,
  checkSplat,
  checkWalrus,
} from "./checks/targets";

/** What the Python 3 compiler rejects and the grammar accepts, by the node type that a rule looks at. */
export const PYTHON_RULES: RuleBook = {
  // Python 2
  print_statement: [checkPrint],
  exec_statement: [checkExec],
  comparison_operator: [checkOldOperator],
  string_start: [checkBackticks, checkPrefix],
  tuple_pattern: [checkTupleParameter],

  // The shape of statements
  module: [checkLayout],
  block: [checkBlock],
  try_statement: [checkTry],
  match_statement: [checkMatch],
  raise_statement: [checkCommaInRaise, checkRaise],
  except_clause: [checkCommaInExcept, checkExceptName],

  // Statements and keywords in the wrong place
  identifier: [checkKeyword],
  return_statement: [checkReturn],
  yield: [checkYield],
  await: [checkAwait],
  async: [checkAsync],
  break_statement: [checkJump],
  continue_statement: [checkJump],
  global_statement: [checkGlobal],
  nonlocal_statement: [checkNonlocal],
  import_from_statement: [checkImportFrom, checkTrailingComma],
  future_import_statement: [checkFuture, checkTrailingComma],
  import_statement: [checkTrailingComma],

  // What may be assigned to
  assignment: [checkAssignment],
  augmented_assignment: [checkAugmented],
  delete_statement: [checkDelete],
  for_statement: [checkLoopTarget],
  for_in_clause: [checkLoopTarget],
  as_pattern: [checkAsPattern],
  as_pattern_target: [checkAlias],
  named_expression: [checkWalrus],

  // Stars, arguments and parameters
  list_splat: [checkSplat],
  list_splat_pattern: [checkSplat],
  dictionary_splat: [checkDictionarySplat],
  argument_list: [checkArguments],
  parameters: [checkParameters],
  lambda_parameters: [checkParameters],

  // Literals
  integer: [checkNumber],
  float: [checkNumber],
  string: [checkString],
  interpolation: [checkInterpolation],
  type_conversion: [checkConversion],
  concatenated_string: [checkConcatenation],
};

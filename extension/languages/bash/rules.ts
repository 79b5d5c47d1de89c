import type { RuleBook } from "../rules";
import { checkBody, checkBranches } from "./checks/bodies";
import { checkCaseEnd, checkCommandWord, checkParenthesis, checkPipeline, checkTest } from "./checks/words";

/** What Bash rejects and the grammar accepts, by the node type that a rule looks at. */
export const BASH_RULES: RuleBook = {
  // Bodies without a command
  if_statement: [checkBranches],
  elif_clause: [checkBranches],
  else_clause: [checkBody],
  do_group: [checkBody],
  compound_statement: [checkBody],

  // Words of compound commands without their beginning
  command: [checkCommandWord, checkParenthesis],
  pipeline: [checkPipeline],
  ";;": [checkCaseEnd],
  ";&": [checkCaseEnd],
  ";;&": [checkCaseEnd],

  // Tests
  test_command: [checkTest],
};

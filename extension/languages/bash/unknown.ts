import type { Unknown } from "../language";
import type { Parse } from "../syntax";
import { commandsOf } from "./commands";
import { readCommand } from "./read-command";

/** Arguments that are no options although they look so: expressions of their own. */
const EXPRESSIONS =
  /^(?:test|\[|expr|echo|printf|dd|kill|killall|pkill|chmod|set|alias|export|declare|read|type|source|trap)$/;

/** The options and subcommands in Bash that their tools do not have; a tool that is not listed is never asked. */
export function unknownIn(parse: Parse, code: string): readonly Unknown[] {
  return commandsOf(parse, parse(code))
    .filter(({ tool }) => !EXPRESSIONS.test(tool))
    .flatMap(readCommand)
    .filter(({ isUnknown }) => isUnknown)
    .map(({ name, owner }) => ({ name, owner }));
}

import { ARITY, PREDICATES } from "../languages/cf";
import type { LanguageId } from "../schema";

/** What is said to a served model before the utterance: the task, and a few examples (none of any test file). */
interface Instructions {
  readonly task: string;
  readonly examples: readonly (readonly [utterance: string, code: string])[];
}

const ONLY_CODE = "Answer with the code alone: no explanation, no Markdown.";
const RULES = [...PREDICATES.values()].map(({ name, takes }) => `${name}(${["", "x", "x,y"][ARITY[takes]]})`);

/** By language. */
export const INSTRUCTIONS: Readonly<Record<LanguageId, Instructions>> = {
  python: {
    task: `You turn one English sentence into the shortest Python 3 code that does it, mostly one expression or statement. Use the names that the sentence quotes. ${ONLY_CODE}`,
    examples: [
      ["get the last element of list `items`", "items[-1]"],
      ["join the words in `parts` with a comma", "','.join(parts)"],
      ["write string `text` to file 'out.txt'", "open('out.txt', 'w').write(text)"],
      ["count how often each letter occurs in `s`", "collections.Counter(s)"],
    ],
  },
  bash: {
    task: `You turn one English sentence into one Bash command line. ${ONLY_CODE}`,
    examples: [
      ["show the ten largest files below /var/log", "find /var/log -type f -printf '%s %p\\n' | sort -rn | head -n 10"],
      ["count the lines of all .csv files here", "cat *.csv | wc -l"],
      ["make script.sh executable", "chmod +x script.sh"],
      ["print the second field of /etc/passwd", "cut -d: -f2 /etc/passwd"],
    ],
  },
  cf: {
    task:
      "You turn one English sentence into one conditional-formatting rule. Rules are predicates over cells: " +
      `${RULES.join(", ")}, joined by AND(…), OR(…), NOT(…). ` +
      "Where columns are listed, the first argument is the column, written c[0], c[1], …; otherwise there is none. " +
      ONLY_CODE,
    examples: [
      ["Highlight cells above 300", "GreaterThan(300)"],
      ["Mark entries that contain late or lost", "OR(TextContains(late),TextContains(lost))"],
      ["Highlight Price from 10 to 20\nColumns: c[0] = Item, c[1] = Price", "Between(c[1],10,20)"],
      ["Show the five best in Score\nColumns: c[0] = Name, c[1] = Score", "top(c[1],5)"],
    ],
  },
};

import { informativeHeader } from "../../../../../extension/pipeline";
import type { LanguageId } from "../../../../../extension/schema";
import type { TestRow } from "../../rows";

/** What is said to a served model before the utterance: the task, and a few examples (none of any test file). */
interface Instructions {
  readonly task: string;
  readonly examples: readonly (readonly [utterance: string, code: string])[];
}

const ONLY_CODE = "Answer with the code alone: no explanation, no Markdown.";

const INSTRUCTIONS: Readonly<Record<LanguageId, Instructions>> = {
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
      "GreaterThan(x), GreaterThanEqual(x), LessThan(x), LessThanEqual(x), Between(x,y), Equals(x), NotEquals(x), " +
      "TextContains(x), StartsWith(x), EndsWith(x), Top(n), Bottom(n), TopPercent(n), BottomPercent(n), " +
      "AboveAverage(), BelowAverage(), " +
      "Duplicate(), Unique(), Blanks(), Errors(), ColorScale(), DataBar(), IconSet(), joined by AND(…), OR(…), NOT(…). " +
      "Where columns are listed, the first argument is the column, written c[0], c[1], …; otherwise there is none. " +
      ONLY_CODE,
    examples: [
      ["Highlight cells above 300", "GreaterThan(300)"],
      ["Mark entries that contain late or lost", "OR(TextContains(late),TextContains(lost))"],
      ["Highlight Price from 10 to 20\nColumns: c[0] = Item, c[1] = Price", "Between(c[1],10,20)"],
      ["Show the five best in Score\nColumns: c[0] = Name, c[1] = Score", "Top(c[1],5)"],
    ],
  },
};

/** One message of a chat. */
export interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** The chat that asks for a row's code; it tells the columns where the product's model is told them too. */
export function chatFor({ lang, nl, data }: TestRow): Message[] {
  const { task, examples } = INSTRUCTIONS[lang];
  const header = informativeHeader({ language: lang, table: data });
  const columns = header.map((name, index) => `c[${index}] = ${name}`).join(", ");
  return [
    { role: "system", content: task },
    ...examples.flatMap(([utterance, code]): Message[] => [
      { role: "user", content: utterance },
      { role: "assistant", content: code },
    ]),
    { role: "user", content: columns === "" ? nl : `${nl}\nColumns: ${columns}` },
  ];
}

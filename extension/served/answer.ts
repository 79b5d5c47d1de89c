/** Thinking aloud; a model that ran out of tokens has not closed it. */
const THINKING = /<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/g;
/** What chat templates leave behind where a server does not know them. */
const TEMPLATE = /<\|[\w ]+\|>|<\/?s>|\[\/?INST\]/g;
const FENCE = /(?:^|\n)[ \t]*(`{3,}|~{3,})[^\n`]*\n([\s\S]*?)(?:\n[ \t]*\1|$)/;
const FENCES = new RegExp(FENCE, "g");
const INLINE = /^`([^`\n]+)`$/;
const SPANS = /`([^`\n]+)`/g;
/** "Answer:", "Here is the code:" and the like on a line of its own, or before the code. */
const ANNOUNCEMENT =
  /^(?:answer|output|code|rule|command|solution|python|bash|sure\b[^\n]*|here\b[^\n]*)\s*:[ \t]*\n?/i;

/** How an answer can be read as code. */
export interface AnswerReading {
  /** Without thinking aloud, a Markdown fence, an echo of the prompt or words before it. */
  readonly code: string;
  /** Other readings, likeliest first: what is tried where that is no valid code. */
  readonly others: readonly string[];
}

/**
 * The code of an answer.
 * @param utterance what was asked, which some models repeat
 */
export function readAnswer(answer: string, utterance = ""): AnswerReading {
  const said = answer.replace(THINKING, "").replace(TEMPLATE, "").replace(/\r\n?/g, "\n");
  const fenced = FENCE.exec(said)?.[2];
  const bare = withoutEcho(said.trim().replace(ANNOUNCEMENT, ""), utterance);
  const code = fenced === undefined ? (INLINE.exec(bare)?.[1] ?? trimmed(bare)) : withoutEcho(fenced, utterance);
  const further = [
    ...[...said.matchAll(FENCES)].slice(1).map(([, , text = ""]) => trimmed(text)),
    ...(fenced === undefined ? [trimmed(bare.split(/\n\s*\n/)[0] ?? ""), (bare.split("\n")[0] ?? "").trim()] : []),
    ...[...said.matchAll(SPANS)].map(([, text = ""]) => text.trim()),
  ];
  return { code, others: [...new Set(further)].filter((other) => other !== "" && other !== code) };
}

/** Whether all of the code has come, though more words may: its fence is closed. */
export function isComplete(answer: string): boolean {
  const said = answer.replace(THINKING, "");
  return /(?:^|\n)[ \t]*(`{3,}|~{3,})[^\n`]*\n(?:[\s\S]*?\n)?[ \t]*\1[ \t]*(?:\n|$)/.test(said);
}

/** Without comment lines at the top that say what was asked. */
function withoutEcho(code: string, utterance: string): string {
  const asked = wordsOf(utterance);
  const lines = code.split("\n");
  while (lines.length > 1 && asked !== "" && /^\s*#/.test(lines[0] ?? "") && wordsOf(lines[0] ?? "") === asked)
    lines.shift();
  return trimmed(lines.join("\n"));
}

/** Without empty lines around it, and without white space at its end; its indentation stays. */
const trimmed = (code: string): string => code.replace(/^(?:[ \t]*\n)+/, "").trimEnd();

const wordsOf = (text: string): string => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");

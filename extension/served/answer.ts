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

/** A line that is a sentence: Bash would take it for a command. Code that begins with a capital ends otherwise. */
const SENTENCE = /^(?:[A-Z][a-z']*)(?:,? [^\s()=;|]+){2,}[.:!]$/;

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
  const bare = withoutEcho(withoutSentences(said.trim().replace(ANNOUNCEMENT, "")), utterance);
  const code = fenced === undefined ? (INLINE.exec(bare)?.[1] ?? trimmed(bare)) : withoutEcho(fenced, utterance);
  const further = [
    ...[...said.matchAll(FENCES)].slice(1).map(([, , text = ""]) => trimmed(text)),
    ...(fenced === undefined ? [trimmed(bare.split(/\n\s*\n/)[0] ?? ""), (bare.split("\n")[0] ?? "").trim()] : []),
    ...[...said.matchAll(SPANS)].map(([, text = ""]) => text.trim()),
  ];
  return { code, others: [...new Set(further)].filter((other) => other !== "" && other !== code) };
}

/** Whether all of the code has come, though more words may: its fence is closed, or a sentence follows. */
export function isComplete(answer: string): boolean {
  const said = answer.replace(THINKING, "");
  if (!FENCE.test(said)) {
    const lines = said.slice(0, said.lastIndexOf("\n") + 1).trim();
    return !lines.endsWith(withoutSentences(lines));
  }
  return /(?:^|\n)[ \t]*(`{3,}|~{3,})[^\n`]*\n(?:[\s\S]*?\n)?[ \t]*\1[ \t]*(?:\n|$)/.test(said);
}

/** From the first line on that is no sentence, up to the next one that is. */
function withoutSentences(text: string): string {
  const lines = text.split("\n");
  const isSentence = (line: string) => SENTENCE.test(line.trimEnd());
  const first = lines.findIndex((line) => line.trim() !== "" && !isSentence(line));
  // Nothing but sentences: whoever judges them says so.
  if (first === -1) return text;
  const end = lines.findIndex((line, at) => at > first && isSentence(line));
  return lines.slice(first, end === -1 ? undefined : end).join("\n");
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

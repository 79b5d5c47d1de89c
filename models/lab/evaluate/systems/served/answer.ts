const THINKING = /<think>[\s\S]*?<\/think>/g;
const FENCE = /```[^\n`]*\n([\s\S]*?)(?:\n?```|$)/;
const INLINE = /^`([^`\n]+)`$/;

/** The code of an answer: without thinking aloud, a Markdown fence or back quotes around it. */
export function codeOfAnswer(answer: string): string {
  const said = answer.replace(THINKING, "").trim();
  return (FENCE.exec(said)?.[1] ?? INLINE.exec(said)?.[1] ?? said).trim();
}

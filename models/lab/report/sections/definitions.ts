import type { Section } from "../section";

/** What every figure means; the code that computes it is models/lab/measures/. */
export function definitionsSection(): Section {
  const definitions = [
    "**top-1, top-3, top-5**: the share of utterances with a match among the first 1, 3 and 5 candidates, in the order shown to the user. Equal text (white space, quote style and a trailing `;` aside) always matches. Besides that:",
    "  - _Bash, template match_: command names, flags and operators are the same and in the same order; every other word may differ. What follows sudo, xargs, -exec and the like is a command name again.",
    "  - _CF rules, execution match_: the rules are equal after normalisation (names, aliases, numbers, order inside AND and OR), or, where the table has at least two rows of data and neither rule is visual, they format the same, non-empty set of cells. _Beside a table_ are the rows that can be judged so; the others are judged by the rule itself.",
    "  - _Python, tree match_: equal syntax trees. BLEU-4 and chrF compare the text of the first candidate with the expected code.",
    "**exact**: equal text in the sense above, and nothing else.",
    "**executed**: the share of cases in which the first candidate, or any of the first five, DOES what was asked: Bash in a sandbox (what a case looks at, nearly always the file tree, is as after a reference), Python by value, printed text or files, CF rules by the cells formatted on other tables than the one shown. Of InterCode-ALFA (Bash, PyPI `icalfa`) output and file tree have to be those of one of its two references. Where declining is right, offering nothing is done. **dangerous**: candidates that changed or deleted a file which no reference touches, and say nothing of it.",
    "**near, far**: whether a remembered utterance has a TF-IDF cosine of 0.65 or more with the case's, on stems with literals masked. **generated**: of the cases done, those whose first right candidate is no remembered example with the utterance's literals.",
    "**valid, all samples**: the share of samples that the language's validator accepts as they come from the decoder (the likeliest token of every position), before other readings are tried and before anything is dropped. **First sample**: of the best-ranked one of every utterance.",
    "**distinct**: different candidates (white space and quotes aside) over all candidates of an utterance. **4-grams**: distinct runs of four tokens over all such runs in the candidates. **edit distance**: mean over pairs of candidates of the Levenshtein distance over the longer length.",
    "**embedding similarity**: mean cosine over pairs of candidates; a candidate's vector is the mean of the released encoder's states for its code, read as an utterance without slots, table and remembered examples; the first state, which holds the language alone, is left out.",
    "**edit distance to the final code**: Levenshtein distance between a step's decoded program and the code of the same sample as it is offered, over the longer length. **confidence**: the decoder's probability of its likeliest token, mean over the canvas.",
    "**retrieval**: the code of the training utterances nearest by TF-IDF cosine over words and pairs of words, with its literals swapped for the utterance's own. A model that does not beat it has learned nothing that a search does not give.",
    "**n**: utterances measured. **ms each**: time of one utterance on the machine of that record; compare it within one table only.",
  ];
  const list = definitions.map((text) => (text.startsWith("  ") ? text : `- ${text}`)).join("\n");
  return { title: "What each figure means", blocks: [list] };
}

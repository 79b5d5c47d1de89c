import { grammar } from "ohm-js";

/**
 * The rule language. Arguments of text predicates are raw: everything up to the closing parenthesis, with balanced
 * parentheses inside, unless they are quoted.
 */
export const CF_GRAMMAR = grammar(String.raw`
  CfRules {
    Rule = Combination | TextPredicate | Predicate
    Combination = combinator "(" ListOf<Rule, ","> ")"
    TextPredicate = textName "(" TextArguments ")"
    TextArguments = column "," text   -- onColumn
                  | column            -- columnOnly
                  | text              -- textOnly
    Predicate = otherName "(" ListOf<Argument, ","> ")"
    Argument = column | quoted | plain

    combinator (a combination) = (caseInsensitive<"and"> | caseInsensitive<"or"> | caseInsensitive<"not">) ~namePart
    textName (a text predicate) = caseInsensitive<"text"> namePart*  -- prefixed
                                | textAlias ~namePart             -- alias
    textAlias = caseInsensitive<"startswith"> | caseInsensitive<"beginswith"> | caseInsensitive<"endswith"> | caseInsensitive<"contains">
    otherName (a predicate) = ~combinator ~textName (letter | "_") namePart*
    namePart = alnum | "_"

    column (a column) = caseInsensitive<"c"> "[" digit+ "]" &(space* ("," | ")"))
    quoted (quoted text) = "\"" (escaped | ~"\"" any)* "\"" &(space* ("," | ")"))   -- double
                         | "'" (escaped | ~"'" any)* "'" &(space* ("," | ")"))      -- single
    escaped = "\\" ("\"" | "'" | "\\")
    text (a text) = quoted | rawText
    rawText = ~quote rawItem*
    rawItem = parenthesised | rawCharacter
    rawCharacter = ~("(" | ")" | "\n") any
    plain (a value) = ~quote plainItem+
    plainItem = parenthesised | ~"," rawCharacter
    parenthesised = "(" rawItem* ")"
    quote = "\"" | "'"
  }
`);

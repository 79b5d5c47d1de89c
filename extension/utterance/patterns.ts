import type { LanguageId } from "../schema";

/**
 * How literals look in an utterance, most certain first. Group 1 (or the whole match) is the literal.
 * A literal that the code does not use costs nothing, so the lists lean towards finding too many.
 * They run on the editor's event loop, over anybody's text: a run of characters is read from its beginning alone (a look
 * behind), and no repetition holds another that could share its characters.
 */
export const QUOTED: readonly RegExp[] = [
  /"([^"\n]+)"/g,
  /`([^`\n]+)`/g,
  /“([^”\n]+)”/g,
  /(?<![\w'])'([^'\n]+(?:'\w[^'\n]*)*)'(?!\w)/g,
  /‘([^’\n]+)’/g,
];
const WEB = [
  /\bhttps?:\/\/[^\s"'<>]+[\w/]/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
  /(?<![\w.-])[.-]*(\w[\w.-]*@[\w-]+(?:\.[\w-]+)+)\b/g,
];
const PATHS = [
  /(?<![\w/.~$])(?:~|\.{1,2}|\$\{?\w+\}?)?\/(?:[\w.\-*{}$+@%]|(?<!\/)\/)*(?<![.,])/g,
  /(?<![\w.-])[.-]*(\w[\w.-]*(?:\/[\w.*{}-]+)+)\b/g,
];
const FILES = [
  /(?<![\w.*-])[\w.-]*\*[\w.*-]*\w/g,
  /(?<![\w.])\.[A-Za-z]\w{0,8}\b/g,
  /\b[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+\b/g,
  /\$\{?\w+\}?/g,
];
/** A drive and its folders. */
const WINDOWS_PATHS = [/\b[A-Za-z]:\\[^\s"'`<>|*?,;]*[\w\\]/g];
/** Two or more names in one word, as owner:group, host:port, 17:30 or NAME=value. */
const JOINED = [
  /(?<![\w.:/@=-])[A-Za-z_][\w.-]*:\w[\w-]*(?![\w:/=])/g,
  /(?<![\w.:/@=-])\d{1,2}:\d{2}(?::\d{2})?(?![\w:])/g,
  /(?<![\w.:/@=-])[A-Za-z_]\w*=[^\s"'`,;=]+(?<![.?!)])/g,
];
const DATES = [/\b\d{4}-\d{2}-\d{2}\b/g, /\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/g];
/** Sizes with their unit, and numbers with commas between thousands: the code spells them otherwise. */
const SIZES = [
  /(?<![\w.])\d+(?:\.\d+)? ?(?:[kKMGT]i?[bB]|[mgt]b|(?:[kK]ilo|[mM]ega|[gG]iga|[tT]era)bytes?|[KMG]bytes?|megs?|gigs?)\b/g,
];
const THOUSANDS = [/(?<![\w.,]|\b(?:lines?|rows?|fields?|columns?) )\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,]|\.\d)/g];
/** Numbers in words, and ordinals of what is counted. */
const NUMBER_WORDS = [
  /(?<![\w-])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty|hundred)(?![\w-])/gi,
];
const ORDINALS = [
  /(?<![\w-])(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))(?= (?:columns?|fields?|lines?|rows?|words?|arguments?|parameters?|characters?)\b)/gi,
];
const NUMBERS = [/(?<![\w.])[-+]?\d+(?:\.\d+)?[kKMGT]?\b(?!\.\d)/g, /(?<![\w.])[-+]?\d+(?:\.\d+)?/g];
const IDENTIFIERS = [/\b[A-Za-z]*_\w+\b/g, /\b[a-z]+[A-Z]\w*\b/g, /\b[A-Za-z]+\d\w*\b/g, /\b[A-Z]{2,}\b/g];

const NAMED =
  /\b(?:named|called|users?|extensions?|suffix|prefix|groups?|host|branch|package|process|service|string|word|pattern)\s+([\w.-]*\w)/g;
/** The tool that a request names: "… using TOOL", "TOOL: …". */
const TOOLS = [
  /\b(?:using|with|via) (?:`)?([a-z][\w.+-]*\w)(?:`)?(?= [a-z][\w-]*$|$)/g,
  /^([a-z][\w.+-]*\w)(?= [a-z][\w-]*:|:)/g,
];
const PYTHON_NAMED =
  /\b(?:named|called|variables?|functions?|arguments?|method|columns?|key|list|dict|dictionary|dataframe|array)\s+(\w+)/g;

const CF_VALUE =
  /\b(?:equals?(?: to)?|exactly|says|reads|contain(?:s|ing)?|includ(?:es?|ing)|(?:starts?|begins?|starting|beginning|ends?|ending) (?:with|in)|has|have|having|without|(?:text|word|phrase|values?|string|term)(?: is| of)?)\s+(?:the\s+)?(?:text|word|value|string|phrase|term)?\s*([A-Z][\w&.-]*(?: (?:[A-Z][\w&.-]*|\d+))*|[\w&.-]*\w)/g;
const CF_CAPITALS = /(?<=[\w,;:] )([A-Z][\w&-]*(?: (?:[A-Z][\w&-]*|\d+))*)/g;
const CF_NUMBER = /(?<![\w.])-?[$€£]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?/g;

/** Those whose literals code spells otherwise. */
export const NUMERALS: readonly RegExp[] = [...SIZES, ...THOUSANDS, ...ORDINALS, ...NUMBER_WORDS];

export const PATTERNS: Record<LanguageId, readonly RegExp[]> = {
  bash: [
    ...[...QUOTED, ...WEB, ...WINDOWS_PATHS, ...PATHS, ...JOINED, ...DATES, ...FILES],
    ...[...SIZES, ...THOUSANDS, ...NUMBERS, ...ORDINALS, ...NUMBER_WORDS, ...TOOLS, ...IDENTIFIERS, NAMED],
  ],
  python: [
    ...[...QUOTED, ...WEB, ...WINDOWS_PATHS, ...PATHS, ...DATES, ...FILES],
    ...[...THOUSANDS, ...NUMBERS, ...NUMBER_WORDS, ...IDENTIFIERS, PYTHON_NAMED],
  ],
  cf: [...QUOTED, ...DATES, CF_NUMBER, CF_VALUE, ...IDENTIFIERS, CF_CAPITALS],
};

/** Words that a context pattern may catch though they are never a literal. */
export const STOP_WORDS = new Set(
  (
    "a an the of in on to at is are be it its with and or not no that this these those which where when than then by for from " +
    "as any all each every value values text word words string cell cells column columns row rows color colour red green blue " +
    "yellow orange purple pink name named called using containing contains find grep egrep awk sed xargs ls cat sort uniq wc head tail cut tr sudo bash shell rsync tar ssh cd cp mv rm echo file files list lists is_ has have more less " +
    "extension extensions suffix prefix greater equal equals between above below under over least most their other same duplicate duplicates blank empty into"
  ).split(" "),
);

/** Two words for one thing, as in files/directories: no path, though it looks like one. */
export const ALTERNATIVES =
  /^(?:(?:files?|director(?:y|ies|es)|folders?|dirs?|links?|names?|paths?|users?|groups?|normal|regular|new|missing|and|or)(?:\/(?!$)|$)){2,}$/i;

/** Places in a CF utterance that look like literals but name a place in the sheet. */
export const CF_PLACES =
  /\b(?:col(?:umn)?s?\.?)\s+[A-Z]{1,2}\b|\b[A-Z]{1,2}\s+col(?:umn)?\b|\$?\b[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?\b|\([A-Z]\)/g;

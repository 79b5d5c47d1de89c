import { DELETING } from "./cautions";

/** What an utterance asks for in so many words, and what does it. */
interface Request {
  readonly asked: RegExp;
  /** Nothing else does, for commands of COMMANDS. */
  readonly done: RegExp;
}

/** Commands whose ways to do a thing are known here; of code that runs others nothing is said. */
const COMMANDS: ReadonlySet<string> = new Set(
  `find locate ls cat tac echo printf grep egrep fgrep zgrep sed awk gawk cut tr sort uniq wc head tail tee xargs cp mv rm rmdir
  mkdir ln chmod chown chgrp touch stat file du df tar gzip gunzip zip unzip bzip2 bunzip2 xz rsync cpio basename dirname readlink
  realpath tree cd pwd rename diff comm join paste nl less more split column test sudo md5sum sha1sum install scp cmp dd unlink
  shred read sh bash perl python`.split(/\s+/),
);

/** What may be removed from a text, or from a file's mode, without removing files. */
const PARTS =
  "lines?|characters?|spaces?|whitespace|duplicat\\w*|extensions?|suffix\\w*|prefix\\w*|strings?|words?|blanks?|columns?|newlines?|digits|text|leading|trailing|first|last|permissions?|part|access|bits?|quotes?|commas?|tabs?|slash\\w*|html|tags?|jobs?|repeated|contents?|comments?|fields?|path|output";
const FILES = "files?|director(y|ies)|folders?|links?|subdirector\\w*|\\*?\\.\\w+";
const NOT = "(?:n't| not)";

/** Of 2,583 training rows of NL2Bash that ask for one of these and for more than a list, 95 in 100 do it all. */
const REQUESTS: readonly Request[] = [
  {
    asked: new RegExp(`\\b(delet|remov|eras|unlink)\\w*\\b(?!.*\\b(${PARTS})\\b).*\\b(${FILES})\\b`, "i"),
    done: new RegExp(`(?<!\\w)(${DELETING.join("|")})\\b|--remove`),
  },
  {
    asked: new RegExp(
      `\\b(except|exclud\\w*|other than|but not|omit\\w*|lack\\w*|non-\\w+|not (named|match\\w*|contain\\w*|owned|belong\\w*|end\\w*|start\\w*|begin\\w*|includ\\w*|in|under|of)|(do|does|did)${NOT} (match|contain|end|start|begin|have|belong|include)|(is|are|was|were)${NOT} (named|owned|in|under|writable|readable|executable|empty|an?|director\\w*|files?|of|hidden|link\\w*))\\b`,
      "i",
    ),
    done: /!|-not\b|-prune|(^|\s)-\w*v\w*\b|--exclude|--ignore|\[\^|--invert|-I\b|-xdev|-m(in|ax)depth|-links|-no(user|group)/,
  },
  {
    asked:
      /^\W*(count|calculate the number|(print|display|show|get|find|output) (the )?(total )?number of|how many)\b/i,
    done: /\bwc\b|(^|\s)-\w*c\b|\bnl\b|awk|\$#|--count/,
  },
  { asked: /\brenam\w*/i, done: /\bmv\b|\brename\b|\bln\b/ },
  {
    asked: /\b(change|set|modify|add|give|grant)\w*\b.*\b(permissions?|mode)\b|\bmake\b.*\bexecutable/i,
    done: /\bchmod\b|-m\b|umask|setfacl|install|--chmod/,
  },
  { asked: /\b(change|set)\w*\b.*\b(owner|ownership|group)\b/i, done: /\bchown\b|\bchgrp\b|chmod|--chown/ },
  {
    asked: /^\W*cop(y|ies)\b|\band cop(y|ies)\b/i,
    done: /\bcp\b|rsync|scp|cpio|\btar\b|install|\bdd\b|\bcat\b|tee/,
  },
  { asked: /^\W*moves?\b|\band moves?\b/i, done: /\bmv\b|rsync|rename/ },
  { asked: /\b(replac|substitut)\w*/i, done: /\bsed\b|\btr\b|perl|awk|rename|\$\{|\bmv\b|python/ },
  { asked: /\brecursive\w*/i, done: /\bfind\b|(^|\s)-\w*[rR]\w*\b|--recursive|\*\*|tree|\bdu\b|rsync/ },
  {
    asked: /\bcase[- ]?insensitiv\w*|\bignor\w+ (the )?case|\bregardless of (the )?case/i,
    done: /(^|\s)-\w*i\w*\b|--ignore-case|\/I\b|nocase|tolower|IGNORECASE|\[\w\w\]/,
  },
  {
    asked: /\b(archive|tarball|compress(es)?|zip|gzip)\b/i,
    done: /\btar\b|zip|\bxz\b|cpio|bz2?|compress|rsync|z(cat|grep|less)|\.gz|\.tar|-a\b/,
  },
  {
    asked: /\bcreat\w*\b.*\b(symbolic|soft|hard|sym) ?links?\b|\bsymlink\w* to\b/i,
    done: /\bln\b|cp|link/,
  },
  { asked: /\bempty (files?|director\w*|folders?)/i, done: /-empty|-size 0|rmdir|-s\b|touch|-z|>|truncate|-links/ },
  {
    asked: /\b(modif|chang|access|creat|updat)\w*\b[^,]*\b(ago|days?|hours?|minutes?|weeks?|yesterday|today)\b/i,
    done: /-[mac](time|min)|-newer|-daystart|stat|\bls\b|date|touch|sort|%[TAC]/,
  },
  { asked: /\bowned by\b/i, done: /-user|-group|-uid|-gid|\bls\b|chown|stat|-nouser|grep|awk|--user|owner/ },
  {
    asked:
      /\b(extract|unpack|uncompress|decompress|unzip|untar)\w*\b.*\b(archives?|zip|tar\w*|gz\w*|\.\w*(gz|tar|zip|bz2|xz))\b/i,
    done: /tar|zip|bz|xz|cpio|-d\b|cat/,
  },
];

/**
 * Reads an utterance once, and says of any command line how many of the things asked for none of its commands does.
 * @param commandsOf the names of the commands that code runs
 */
export function undone(utterance: string, commandsOf: (code: string) => readonly string[]): (code: string) => number {
  const requests = REQUESTS.filter(({ asked }) => asked.test(utterance));
  return (code) => {
    const left = requests.filter(({ done }) => !done.test(code)).length;
    return left > 0 && commandsOf(code).every((name) => COMMANDS.has(name.replace(/^.*\//, ""))) ? left : 0;
  };
}

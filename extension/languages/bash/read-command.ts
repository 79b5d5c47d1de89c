import { distance } from "fastest-levenshtein";
import { type Command, runsAnother } from "./commands";
import { type Option, type Tool, toolNamed } from "./tools";

/** One thing that a command says to its tool. */
export interface Said {
  /** As it is written, with the value behind it: "-type f". */
  readonly text: string;
  /** The option or subcommand by its name; the tool's own where it stands for the tool. */
  readonly name: string;
  /** The tool, with the subcommands before it, e.g. "git log". */
  readonly owner: string;
  /** What it does; "" where that is not known. */
  readonly says: string;
  /** Whether its owner does not have it. */
  readonly isUnknown: boolean;
}

/** Each of these reads options of its own and then a program's, whose options are not its own. */
const SCRIPTED =
  /^(?:python[\d.]*|perl|ruby|node|deno|php|lua|bash|sh|zsh|dash|ksh|ssh|awk|gawk|mawk|java|npx|pipx|docker|podman)$/;
/** Their options that name that program. */
const PROGRAM = /^(?:-m|-c|-e|-jar)$/;
/** Their first word may be letters that are options, without a dash. */
const OLD_STYLE = /^(?:tar|ar|ps)$/;
const OPTION = /^-{1,2}[A-Za-z][\w-]*$/;
const SUBCOMMAND = /^[a-z][a-z-]*[a-z]$/;
/** Letters of a name in which a slip of the hand can be told from another name, and in which two can. */
const [ONE_SLIP, TWO_SLIPS] = [4, 8];

/** What a command says to its tool, word for word; nothing where the tool is not known. */
export function readCommand(command: Command): readonly Said[] {
  const tool = toolNamed(command.tool);
  return tool === undefined ? [] : new Reading(command, tool).read();
}

/** One walk along the words of a command, down its subcommands. */
class Reading {
  private readonly said: Said[] = [];
  private readonly words: readonly string[];
  private readonly isScripted: boolean;
  private owner: string;
  private options: ReadonlyMap<string, Option>;
  private isOpen: boolean;
  /** Whether the word at hand may be the value of an option before it. */
  private mayBeValue = false;
  private at = 0;

  constructor(
    command: Command,
    private level: Tool,
  ) {
    this.words = command.words;
    this.owner = command.tool;
    this.options = level.options;
    this.isOpen = level.isOpen;
    this.isScripted = runsAnother(command.tool) || SCRIPTED.test(command.tool);
    this.say({ text: command.tool, says: level.says });
  }

  read(): readonly Said[] {
    const [first = ""] = this.words;
    if (OLD_STYLE.test(this.owner) && /^[A-Za-z]+$/.test(first)) {
      this.letters(first, "");
      this.at = 1;
    }
    for (; this.at < this.words.length; this.at++) {
      const word = this.words[this.at] ?? "";
      if (word === "--") break;
      if (word.startsWith("-") && word !== "-") {
        this.option(word);
        if (this.isScripted && PROGRAM.test(word)) break;
      } else if (!this.operand(word)) break;
    }
    return this.said;
  }

  private say(each: Partial<Said> & { readonly text: string }): void {
    this.said.push({ name: each.text, owner: this.owner, says: "", isUnknown: false, ...each });
  }

  /** A word without a dash: a subcommand, or an operand. Whether what follows can still be told. */
  private operand(word: string): boolean {
    const { level, mayBeValue } = this;
    this.mayBeValue = false;
    const next = level.subcommands.get(word);
    if (next !== undefined) {
      this.say({ text: word, says: next.says });
      this.owner = `${this.owner} ${word}`;
      this.level = next;
      this.options = new Map([...this.options, ...next.options]);
      this.isOpen ||= next.isOpen;
      return true;
    }
    if (this.isScripted) return false;
    if (level.subcommands.size === 0 || mayBeValue) return true;
    // Plugins, aliases and newer versions add subcommands: one is missed only where it is nearly what there is.
    if (!this.isOpen && SUBCOMMAND.test(word) && isSlip(word, level.subcommands.keys()))
      this.say({ text: word, isUnknown: true });
    // What a subcommand that is not listed understands is not known either.
    this.isOpen = true;
    return true;
  }

  private option(word: string): void {
    this.mayBeValue = false;
    if (/^-(?:exec|ok)(?:dir)?$/.test(word)) {
      const end = this.words.findIndex((each, index) => index > this.at && /^(?:\\?;|\+)$/.test(each));
      this.say({ text: word, says: this.options.get(word)?.says ?? "" });
      this.at = end < 0 ? this.words.length : end;
      return;
    }
    const [name = "", value] = word.split(/=(.*)/s);
    if (this.known(name, word)) return;
    // `-u=x` is a mode of permissions.
    if (!OPTION.test(name) || (value !== undefined && !name.startsWith("--"))) return;
    if (!name.startsWith("--") && !this.level.hasWords) {
      this.letters(name.slice(1), "-");
      return;
    }
    // Tools understand the beginning of a long option too.
    const whole = [...this.options].find(([each]) => name.startsWith("--") && each.startsWith(name));
    this.say({ text: word, name, says: whole?.[1].says ?? "", isUnknown: whole === undefined && this.misses(name) });
    this.mayBeValue = value === undefined;
  }

  /** Whether an option is known as it stands; its value is read with it. */
  private known(name: string, word: string): boolean {
    const option = this.options.get(name);
    if (option === undefined) return false;
    const next = this.words[this.at + 1];
    const hasValue = option.value === "=" && word === name && next !== undefined && next !== "--";
    this.say({ text: hasValue ? `${word} ${next}` : word, name, says: option.says });
    // A value may itself begin with a dash: it is not read.
    if (hasValue) this.at += 1;
    this.mayBeValue = option.value === "?" && word === name;
    return true;
  }

  /** Combined letters, up to the one that takes the rest as its value. */
  private letters(letters: string, dash: string): void {
    for (const [index, letter] of [...letters].entries()) {
      if (!/[A-Za-z]/.test(letter)) return;
      const name = `-${letter}`;
      const option = (dash === "" ? this.options.get(letter) : undefined) ?? this.options.get(name);
      if (option === undefined) {
        const text = index === 0 ? `-${letters}` : name;
        this.say({ text, isUnknown: dash !== "" && this.misses(text) });
        this.mayBeValue = true;
        return;
      }
      const rest = letters.slice(index + 1);
      if (option.value === "" || dash === "") {
        this.say({ text: `${dash}${letter}`, name, says: option.says });
        continue;
      }
      const next = this.words[this.at + 1];
      const takesNext = rest === "" && option.value === "=" && next !== undefined && next !== "--";
      this.say({ text: `${dash}${letter}${takesNext ? ` ${next}` : rest}`, name, says: option.says });
      if (takesNext) this.at += 1;
      this.mayBeValue = option.value === "?" && rest === "";
      return;
    }
  }

  /** Whether an option that is not listed does not exist: by a complete list, or because it is nearly one that does. */
  private misses(name: string): boolean {
    if (this.isOpen || this.options.size === 0 || /^--?(?:help|version)$/.test(name)) return false;
    // -O2, -Ifolder: a letter with its value
    if (this.level.hasWords && (this.options.get(name.slice(0, 2))?.value ?? "") !== "") return false;
    if (this.level.hasWords && /^-newer[aBcm][aBcmt]$/.test(name)) return false;
    // Options of a subcommand may stand before it.
    if ([...this.level.subcommands.values()].some(({ options }) => options.has(name))) return false;
    return this.level.isComplete || (name.startsWith("--") && isSlip(name, this.options.keys()));
  }
}

/** Whether a name is nearly one of others: letters that changed places are one slip. */
function isSlip(name: string, others: Iterable<string>): boolean {
  const plain = plainOf(name);
  // A number may well be another one.
  if (plain.length < ONE_SLIP || /\d/.test(plain)) return false;
  const most = plain.length < TWO_SLIPS ? 1 : 2;
  return [...others].some((other) => {
    const slips = distance(name, other);
    // A plural is another thing.
    return (slips <= most || (slips === 2 && sorted(name) === sorted(other))) && plainOf(other) !== plain;
  });
}

const plainOf = (name: string): string => name.replace(/^-+|s$/g, "");
const sorted = (name: string): string => [...name].sort().join("");

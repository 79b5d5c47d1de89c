import { type Caution, inOrder } from "../cautions";
import type { Parse, SyntaxNode, SyntaxTree } from "../syntax";
import { type Command, commandsOf, textOf } from "./commands";
import { DANGERS, DANGERS_OF_MANY, type Danger } from "./dangers";

function byTool(dangers: readonly Danger[]): ReadonlyMap<string, readonly Danger[]> {
  const found = new Map<string, Danger[]>();
  for (const danger of dangers)
    for (const tool of danger[0].split(" ")) found.set(tool, [...(found.get(tool) ?? []), danger]);
  return found;
}
const BY_TOOL = byTool(DANGERS);
const OF_MANY = byTool(DANGERS_OF_MANY);

const SHELLS = /^(?:sh|bash|dash|zsh|ksh|ash|python3?|perl|ruby|node)$/;
const READS_CODE = /^(?:sh|bash|dash|zsh|ksh|ash|eval|source|\.)$/;
const REPEATS = /^(?:find|gfind|fd|fdfind|xargs|parallel)$/;
const FETCHES = /^(?:curl|wget|fetch|http|aria2c)$/;
/** Places that a system needs: writing there is never a matter of course. */
const SYSTEM = /^\/(?:etc|boot|usr|sys|proc|dev\/(?!null$|std|tty|fd|shm))/;

/** What the commands of a script do that cannot be undone, those that other commands run included. */
export function bashCautions(parse: Parse, code: string): readonly Caution[] {
  const tree = parse(code);
  const commands = commandsOf(parse, tree);
  const found = commands.flatMap((command) => [
    ...dangersOf(command, BY_TOOL),
    ...(isRepeated(command, commands) ? dangersOf(command, OF_MANY) : []),
  ]);
  const runs = commands.some(
    ({ tool, node }) => READS_CODE.test(tool) && /[(`]\s*(?:sudo\s+)?(?:curl|wget)\b/.test(node.text),
  );
  return inOrder([
    ...found,
    ...(runs || tree.nodes.some((node) => runsWhatItFetches(parse, node, tree)) ? (["runs"] as const) : []),
    ...(tree.nodes.some((node) => overwrites(node, tree)) ? (["overwrites"] as const) : []),
  ]);
}

/** Whether a command is run for many things: in a loop, or by what runs it for each that it finds or reads. */
function isRepeated({ tool, node }: Command, commands: readonly Command[]): boolean {
  if (commands.some((other) => other.node === node && other.tool !== tool && REPEATS.test(other.tool))) return true;
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) if (outer.type === "do_group") return true;
  return false;
}

function dangersOf({ tool, words }: Command, table: ReadonlyMap<string, readonly Danger[]>): readonly Caution[] {
  const said = ` ${words.join(" ")} `;
  const dangers = table.get(tool.replace(/^mkfs\..*$/, "mkfs")) ?? [];
  return dangers.flatMap(([, when, does]) => (when.test(said) && !/^ (?:--help|--version) $/.test(said) ? [does] : []));
}

/** `curl … | sh`, with whatever runs the shell. */
function runsWhatItFetches(parse: Parse, { type, children }: SyntaxNode, tree: SyntaxTree): boolean {
  if (type !== "pipeline") return false;
  const stages = children
    .filter(({ named }) => named)
    .map((stage) => commandsOf(parse, { ...tree, nodes: tree.nodes.filter((each) => isWithin(each, stage)) }));
  const fetching = stages.findIndex((stage) => stage.some(({ tool }) => FETCHES.test(tool)));
  if (fetching < 0) return false;
  const later = stages.slice(fetching + 1).flat();
  return later.some(({ tool, words }) => SHELLS.test(tool) && words.every((word) => /^-(?:$|s|-|[^cefn])/.test(word)));
}

const isWithin = (node: SyntaxNode, outer: SyntaxNode): boolean => node.start >= outer.start && node.end <= outer.end;

/** `>` onto a name that the script also reads, or that the system needs. */
function overwrites({ type, children, parent }: SyntaxNode, { nodes }: SyntaxTree): boolean {
  if (type !== "file_redirect" || !children.some((child) => /^(?:>|>\||&>)$/.test(child.type))) return false;
  const target = children.find(({ field }) => field === "destination");
  if (target === undefined) return false;
  const name = textOf(target);
  if (SYSTEM.test(name)) return true;
  if (name.startsWith("/dev/") || name.startsWith("&")) return false;
  const command = parent?.children.find((child) => child.type === "command") ?? parent;
  return nodes.some(
    (node) =>
      node !== target &&
      node.field === "argument" &&
      command !== undefined &&
      isWithin(node, parent ?? node) &&
      textOf(node) === name,
  );
}

import { type Caution, inOrder } from "../cautions";
import { childOfField, type SyntaxNode, type SyntaxTree } from "../syntax";

/** Functions by the name that they have in their module, and methods (with a dot in front) of whatever object. */
const DANGEROUS: readonly (readonly [names: string, does: Caution])[] = [
  ["os.remove os.unlink os.rmdir os.removedirs shutil.rmtree send2trash.send2trash", "deletes"],
  [".unlink .rmdir .rmtree .drop_table .drop_database .drop_collection .delete_many .delete_one .flushall", "deletes"],
  ["os.truncate os.replace shutil.copyfile shutil.copy shutil.copy2 shutil.copytree os.ftruncate", "overwrites"],
  [".write_text .write_bytes .truncate .savetxt", "overwrites"],
  ["os.rename os.renames shutil.move", "moves"],
  ["os.kill os.killpg os.abort os._exit signal.pthread_kill", "stops"],
  [".terminate .kill .send_signal", "stops"],
  ["os.chmod os.chown os.lchown os.lchmod shutil.chown os.setuid os.setgid", "rights"],
  [".chmod", "rights"],
  [
    "requests.post requests.put requests.patch httpx.post httpx.put httpx.patch smtplib.SMTP smtplib.SMTP_SSL smtplib.LMTP",
    "sends",
  ],
  [".sendmail .send_message .storbinary .storlines .upload_file .upload_fileobj .put_object", "sends"],
  ["requests.delete httpx.delete", "deletes"],
  ["os.system os.popen os.execv os.execve os.execvp os.execl os.execlp os.spawnl os.spawnv os.startfile", "runs"],
  ["subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen", "runs"],
  ["subprocess.getoutput subprocess.getstatusoutput commands.getoutput pty.spawn", "runs"],
  ["asyncio.create_subprocess_exec asyncio.create_subprocess_shell eval exec", "runs"],
];
const DOES = new Map(DANGEROUS.flatMap(([names, does]) => names.split(" ").map((name) => [name, does] as const)));
/** Functions that open a file, and where their mode stands among the arguments. */
const OPENING: Readonly<Record<string, number>> = {
  open: 1,
  "io.open": 1,
  "codecs.open": 1,
  "os.fdopen": 1,
  "gzip.open": 1,
  "bz2.open": 1,
  "lzma.open": 1,
  ".open": 0,
};
/** Modes in which what a file held is gone. */
const TRUNCATES = /^[rbf]?(["'])[bt]?w[bt+]*\1$/i;
const SQL = /\b(?:drop\s+(?:table|database|schema|index|view)|delete\s+from|truncate\s+table)\b/i;

/** What the calls of a program do that cannot be undone: by what is called, under whatever name it was imported. */
export function pythonCautions({ nodes }: SyntaxTree): readonly Caution[] {
  const imported = importedNames(nodes);
  return inOrder(nodes.filter(({ type }) => type === "call").flatMap((call) => doneBy(call, imported)));
}

function doneBy(call: SyntaxNode, imported: ReadonlyMap<string, string>): readonly Caution[] {
  const called = childOfField(call, "function");
  if (called === undefined) return [];
  const text = called.text.replace(/\s/g, "");
  const [head = "", ...rest] = text.split(".");
  const names = [[imported.get(head) ?? head, ...rest].join("."), ...(rest.length > 0 ? [`.${rest.at(-1)}`] : [])];
  const given =
    childOfField(call, "arguments")?.children.filter(({ named, type }) => named && type !== "comment") ?? [];
  const done = names.flatMap((name) => DOES.get(name) ?? []);
  const opened = names.map((name) => OPENING[name]).find((at) => at !== undefined);
  const isTruncating = opened !== undefined && TRUNCATES.test(modeOf(given, opened));
  const isSql = /\.(?:execute|executemany|executescript|query)$/.test(text) && SQL.test(given[0]?.text ?? "");
  return [...done, ...(isTruncating ? (["overwrites"] as const) : []), ...(isSql ? (["deletes"] as const) : [])];
}

function modeOf(given: readonly SyntaxNode[], at: number): string {
  const named = given.find(({ type, text }) => type === "keyword_argument" && /^mode\s*=/.test(text));
  const positional = given.filter(({ type }) => type !== "keyword_argument")[at];
  return named === undefined ? (positional?.text ?? "") : (childOfField(named, "value")?.text ?? "");
}

/** What imported names mean: `rm` is os.remove after `from os import remove as rm`. */
function importedNames(nodes: readonly SyntaxNode[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const node of nodes) {
    if (!/^import(_from)?_statement$/.test(node.type)) continue;
    const from = childOfField(node, "module_name")?.text;
    for (const each of node.children.filter(({ field }) => field === "name")) {
      const name = childOfField(each, "name")?.text ?? each.text;
      const alias = childOfField(each, "alias")?.text;
      if (from !== undefined) names.set(alias ?? name, `${from}.${name}`);
      else if (alias !== undefined) names.set(alias, name);
    }
  }
  return names;
}

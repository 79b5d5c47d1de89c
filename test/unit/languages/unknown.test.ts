import assert from "node:assert/strict";
import { loadLanguage } from "../../../extension/languages";

describe("options that tools have", () => {
  const unknown = async (code: string) =>
    ((await loadLanguage("bash")).unknown?.(code) ?? []).map(({ owner, name }) => `${owner} ${name}`);

  const REAL = [
    "ls -lahS --sort=size",
    "tar xzf a.tar.gz",
    "tar -xzf a.tar.gz -C out --strip-components=1",
    "ps aux --sort=-%mem",
    "ps -eo pid,cmd",
    "find . \\( -name '*.c' -o -iname '*.h' \\) -mtime -7 -print0",
    "find . -type f -perm -u=x -exec grep -lin foo {} + -quit",
    "find . -name '*.log' -print0 | xargs -0 -n1 -I{} gzip -9 {}",
    "sudo -u www ls -l -- --no-such",
    "env -i A=1 sort -t, -k2,2nr -u",
    "cut -d- -f2 names",
    "head -n -5 a",
    "tail -20f a",
    "sed -n -e 1,5p -i.bak a",
    "awk -F: -v n=1 '{print $n}' /etc/passwd",
    "grep -rnA3 --include='*.c' -e -foo .",
    "ls --colo",
    "git log --oneline -n 5",
    "python3 tool.py --whatever",
    "ssh host ls",
    "nobody-knows-me --at-all",
  ];
  for (const code of REAL) it(`knows all of ${code}`, async () => assert.deepEqual(await unknown(code), []));

  const INVENTED: readonly (readonly [string, string])[] = [
    ["ls --foo", "ls --foo"],
    ["ls -laj", "ls -j"],
    ["sudo ls --foo", "ls --foo"],
    ["find . -nome '*.c'", "find -nome"],
    ["find . -exec grep --verbotten x {} \\;", "grep --verbotten"],
    ["ls | xargs -0 rm --fource", "rm --fource"],
    ["for f in *; do sort --by-size $f; done", "sort --by-size"],
    ["ls --sort=size --sizes=1", "ls --sizes"],
  ];
  for (const [code, what] of INVENTED)
    it(`misses ${what} in ${code}`, async () => assert.deepEqual(await unknown(code), [what]));
});

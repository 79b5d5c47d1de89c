import assert from "node:assert/strict";
import fc from "fast-check";
import { loadLanguage } from "../../../extension/languages";

describe("what is known of tools", () => {
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
    "git -C sub commit -am 'one' --no-edit",
    "git lfs install --anything",
    "git lg",
    "git rebase -i --autosquash HEAD~3",
    "git log --pretty=format:%h --since='2 weeks' -p -S needle -- a.c",
    "docker run --rm -it -v /a:/b -p 80:80 alpine ls --foo",
    "docker compose up -d --whatever",
    "kubectl get pods -n default -o wide",
    "kubectl -o json get pods",
    "npm run build -- --watch",
    "npm run biuld",
    "cargo clippy --all-targets",
    "python3 -m http.server --bind 127.0.0.1",
    "java -jar tool.jar -verbos",
    "systemctl --user restart nginx",
    "apt-get install -y --no-install-recommends git",
    "gcc -O2 -Wall -Iinclude -o a a.c -lm",
    "openssl req -x509 -newkey rsa:2048 -sha256 -nodes",
    "iptables -A INPUT -p tcp --dport 22 -j ACCEPT",
    "chattr -i a",
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
    ["git comit -m x", "git comit"],
    ["git -C a stauts --short", "git stauts"],
    ["git commit --mesage x", "git commit --mesage"],
    ["git log --onelines", "git log --onelines"],
    ["git stash psuh", "git stash psuh"],
    ["systemctl daemon-relod", "systemctl daemon-relod"],
    ["docker run --detatch nginx", "docker run --detatch"],
    ["kubectl get pods --all-namespace-names", "kubectl get --all-namespace-names"],
    ["apt-get install --no-recomends git", "apt-get --no-recomends"],
    ["find . -nam x", "find -nam"],
  ];
  for (const [code, what] of INVENTED)
    it(`misses ${what} in ${code}`, async () => assert.deepEqual(await unknown(code), [what]));

  it("explains what a command says to its tools, each thing once", async () => {
    const { explain } = await loadLanguage("bash");
    const explained =
      explain?.("find . -type f -mtime +7 | sort -u | sort -u; tar xzf a.tgz; git commit --amend") ?? [];
    assert.deepEqual(
      explained.map(({ text }) => text),
      ["find", "-type f", "-mtime +7", "sort", "-u", "tar", "x", "z", "f", "git", "commit", "--amend"],
    );
    for (const { says } of explained) assert.match(says, /^[A-Z].{3,80}$/);
    assert.deepEqual(explain?.("nobody-knows-me --at-all"), []);
  });

  it("reads any words", async () => {
    const { explain, unknown: missed } = await loadLanguage("bash");
    const word = fc.oneof(
      fc.constantFrom("git", "find", "tar", "-exec", ";", "--", "-", "-C", "commit", "-am", "--x=", "ls", "sudo"),
      fc.stringMatching(/^-{0,2}[a-zA-Z=?;+-]{0,6}$/),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const code = words.join(" ");
        assert.ok(Array.isArray(missed?.(code)) && Array.isArray(explain?.(code)));
      }),
    );
  });
});

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

describe("names that Python has", () => {
  const unknown = async (code: string) =>
    ((await loadLanguage("python")).unknown?.(code) ?? []).map(({ owner, name }) => `${owner} ${name}`);

  const REAL = [
    "sorted(xs, key=len, reverse=True)",
    "import math\nmath.isclose(a, b, rel_tol=1e-9)",
    "os.path.join(os.getcwd(), 'a')",
    "from collections import Counter, defaultdict as dd\ndd(list)",
    "import xml.etree.ElementTree as ET\nET.parse(f)",
    "string.whatever()",
    "import numpy as np\nnp.whatever(x, y=1)",
    "math = Maths()\nmath.whatever()",
    "[os.whatever for os in systems]",
    "def sorted(x, keyverse): ...\nsorted(x, keyverse=True)",
    "subprocess.run(['ls'], check=True, capture_output=True)",
    "dict(anything=1)",
    "print(*xs, sep=', ', file=sys.stderr)",
    "sys.__stdout__.write(x)",
    "from .math import whatever",
    "open(path, encoding='utf-8', newline='')",
  ];
  for (const code of REAL) it(`knows all of ${code}`, async () => assert.deepEqual(await unknown(code), []));

  const INVENTED: readonly (readonly [string, string])[] = [
    ["sorted(x, keyverse=True)", "sorted keyverse="],
    ["math.linalgmn(x)", "math linalgmn"],
    ["import math as m\nm.linalgmn(x)", "math linalgmn"],
    ["from os import getpath", "os getpath"],
    ["os.path.exist(x)", "os.path exist"],
    ["import string\nstring.whatever()", "string whatever"],
    ["subprocess.run(x, shel=True)", "subprocess.run shel="],
    ["from itertools import chain\nprint(chain(a), ends='')", "print ends="],
  ];
  for (const [code, what] of INVENTED)
    it(`misses ${what} in ${code}`, async () => assert.deepEqual(await unknown(code), [what]));
});

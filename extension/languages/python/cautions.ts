import { type Caution, cautionsAmong } from "../cautions";
import type { SyntaxTree } from "../syntax";

const DANGEROUS: Readonly<Record<string, Caution>> = {
  ...Object.fromEntries(
    ["os.remove", "os.unlink", "os.rmdir", "os.removedirs", "shutil.rmtree", "unlink", "rmdir", "rmtree"].map(
      (name) => [name, "deletes"],
    ),
  ),
  "os.truncate": "overwrites",
  "os.kill": "stops",
  "os.killpg": "stops",
};

/** What the calls of a program do that cannot be undone: by the name called, or the method's own name. */
export function pythonCautions({ nodes }: SyntaxTree): readonly Caution[] {
  const called = nodes.filter(({ field, parent }) => field === "function" && parent?.type === "call");
  return cautionsAmong(
    called.flatMap(({ text }) => [text, text.replace(/^.*\./s, "")]),
    DANGEROUS,
  );
}

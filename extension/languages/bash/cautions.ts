import { type Caution, cautionsAmong } from "../cautions";
import { bashTemplate } from "./template";

/** What deletes files. */
const DELETING: readonly string[] = ["rm", "rmdir", "unlink", "shred", "-delete"];

const DANGEROUS: Readonly<Record<string, Caution>> = {
  ...Object.fromEntries(DELETING.map((name) => [name, "deletes"])),
  ...Object.fromEntries(["dd", "wipefs", "fdisk", "mkswap", "truncate", "mkfs"].map((name) => [name, "overwrites"])),
  ...Object.fromEntries(
    ["kill", "killall", "pkill", "shutdown", "reboot", "halt", "poweroff"].map((name) => [name, "stops"]),
  ),
};

/** What the commands of a command line do that cannot be undone; words that are no command are not looked at. */
export function bashCautions(code: string): readonly Caution[] {
  const names = bashTemplate(code).split(" ");
  return cautionsAmong(
    names.map((name) => name.replace(/^.*\//, "").replace(/^mkfs\..*$/, "mkfs")),
    DANGEROUS,
  );
}

/** Functions and methods that are called for what they do: what they give back, if anything, is no answer to anybody. */
const EFFECTS: ReadonlySet<string> = new Set(
  [
    "print pprint exec setattr delattr exit quit abort sleep seed shuffle breakpoint",
    "append extend insert remove clear sort reverse add discard update appendleft extendleft rotate",
    "write writelines writerow writerows writeheader write_text write_bytes close flush dump",
    "mkdir makedirs rmdir removedirs rmtree unlink touch chmod chown chdir rename symlink copyfile copytree move",
    "extractall urlretrieve system run call check_call Popen kill killpg start put commit rollback executemany",
    "debug info warning error critical exception basicConfig",
    "show savefig plot hist scatter title xlabel ylabel legend grid to_csv to_excel to_sql to_pickle",
  ].flatMap((line) => line.split(" ")),
);

/** Whether a function or method of that name is called for its effect alone. */
export function isEffect(name: string): boolean {
  return EFFECTS.has(name);
}

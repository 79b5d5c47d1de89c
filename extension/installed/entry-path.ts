/**
 * The path that an archive spells, as its parts; undefined for one that leads out of the folder it is unpacked into, on any
 * system, or that is none.
 */
export function entryPath(name: string): readonly string[] | undefined {
  const parts = name.replace(/\/$/, "").split("/");
  // Tar itself writes "./" before the names of a folder's content.
  const path = parts[0] === "." && parts.length > 1 ? parts.slice(1) : parts;
  return path.every(isPlain) || name === "./" ? path : undefined;
}

/** No way up, no drive, no other separator, nothing that cannot be seen. */
function isPlain(part: string): boolean {
  return part !== "" && part !== "." && part !== ".." && !/[\\:\p{Cc}]/u.test(part);
}

import { realpath } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";

/**
 * Whether a file lies in a folder when every link on the way to it is followed: a link that a workspace brings along may
 * lead anywhere.
 * @param file absolute path; one that does not exist lies nowhere
 */
export async function isInside(file: string, folder: string): Promise<boolean> {
  try {
    const [from, to] = await Promise.all([realpath(folder), realpath(file)]);
    const way = relative(from, to);
    return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  } catch {
    return false; // Not there, or not to be seen.
  }
}

/** What the notices read of esbuild's metafile. */
export interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}
/** Folders, relative to the repository, of the packages that the packaged outputs are made of. */
export function bundledPackages(metafile: Metafile, isPackaged: (output: string) => boolean): Set<string>;
/** The text of the notices of packages, given by their folders; throws where a licence is missing. */
export function noticesOf(folders: Iterable<string>): string;
/** The folder of an installed package, relative to the repository. */
export function packageFolder(name: string): string;

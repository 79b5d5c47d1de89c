/** Makes a package and its bill of materials; returns the package's absolute path. */
export function packageVsix(options?: { readonly target?: string; readonly out?: string }): Promise<string>;
/** Where the bill of materials of a package lies. */
export function sbomBeside(vsix: string): string;

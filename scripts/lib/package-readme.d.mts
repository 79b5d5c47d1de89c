/** The README as an extension page shows it; `read` gives a file of the repository. */
export function packagedReadme(markdown: string, read: (path: string) => Buffer): string;

/** Whether node_modules holds exactly the versions of package-lock.json (optional ones of other platforms aside). */
export function isInstalled(folder: string): boolean;

/** Models that the user installed: from where they come, how they get here whole, and where they are kept. */
export type { FreeBytes } from "./disk-space";
export { type InstalledModel, InstalledModels, type InstallProgress } from "./installed-models";
export { openSource } from "./open-source";
export type { ModelSource } from "./source";
export { readModelAddress, type WebAccess } from "./web";

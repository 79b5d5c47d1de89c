/** Where code may be generated: at the best place there is, or at one and no other. */
export const BACKEND_SETTINGS = ["auto", "local", "remote", "served"] as const;
export type BackendSetting = (typeof BACKEND_SETTINGS)[number];

/** A server that a request is about to go to. */
export interface Destination {
  readonly kind: "remote" | "served";
  readonly url: string;
  /** The model that is asked there, where a server has several. */
  readonly model?: string;
}

/** What the theatre knows without a page: the clock, and everything computed from frames. All functions are pure. */
export * from "./bands";
export * from "./clock";
export * from "./curve";
export * from "./describe";
export * from "./diversity";
export * from "./family";
export * from "./flips";
export * from "./lines";
export * from "./playback";
export * from "./read";
export * from "./visible";

import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Starts Chromium (found by {@link findChromium}); the caller closes it. */
export function launchBrowser(options?: { headless?: boolean }): Promise<Browser>;

/** A page that reaches nothing but this machine; 1440 × 900 unless told otherwise. */
export function newWorkbenchPage(browser: Browser, options?: BrowserContextOptions): Promise<Page>;

/** Chromium's path; installs it where possible, else throws what to do. */
export function findChromium(): Promise<string>;

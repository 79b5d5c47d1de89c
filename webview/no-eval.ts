/**
 * Tells zod not to try whether it may compile code: the page's policy forbids it, and even the attempt is a violation.
 * zod reads this when it is loaded, so this module has to be the first import of the page.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

/** Every command, once; package.json is held against this list by a test. */
export const COMMANDS = {
  generateFromComment: "codefusion.generateFromComment",
  refineSelection: "codefusion.refineSelection",
  regenerate: "codefusion.regenerate",
  showDenoising: "codefusion.showDenoising",
  forgetHistory: "codefusion.forgetHistory",
  cancel: "codefusion.cancel",
  releaseModel: "codefusion.releaseModel",
  showLog: "codefusion.showLog",
  showMenu: "codefusion.showMenu",
  chooseBackend: "codefusion.chooseBackend",
  manageModels: "codefusion.manageModels",
  checkServer: "codefusion.checkServer",
  setServerToken: "codefusion.setServerToken",
  forgetServerToken: "codefusion.forgetServerToken",
  withdrawConsent: "codefusion.withdrawConsent",
  listMore: "codefusion.list.more",
  listLikelier: "codefusion.list.likelier",
  listDiverse: "codefusion.list.diverse",
  listPlacement: "codefusion.list.placement",
  listWatch: "codefusion.list.watch",
  listCopy: "codefusion.list.copy",
  listPin: "codefusion.list.pin",
  previewRule: "codefusion.previewRule",
  copyAsExcelFormula: "codefusion.copyAsExcelFormula",
  chooseTable: "codefusion.chooseTable",
  openSample: "codefusion.openSample",
} as const;

/** Commands that only the extension's own offers call; nobody can see or bind them. */
export const INTERNAL_COMMANDS = {
  inlineAccepted: "_codefusion.inlineAccepted",
} as const;

/** The section of the settings, and every setting below it. */
export const SETTINGS_SECTION = "codefusion";
export const SETTINGS = {
  candidates: "candidates",
  steps: "steps",
  seed: "seed",
  backend: "backend",
  model: "model",
  remoteUrl: "remote.url",
  servedUrl: "served.url",
  servedModel: "served.model",
  servedExclude: "served.exclude",
  certificateAuthority: "certificateAuthority",
  executionProvider: "executionProvider",
  showInvalid: "showInvalid",
  historyLimit: "history.limit",
  inlineAutomatic: "inlineCompletions.automatic",
  inlineDelay: "inlineCompletions.delay",
  codeLens: "codeLens",
  warmUp: "warmUp",
} as const;

/** Context keys that `when` clauses read. */
export const CONTEXT_KEYS = {
  running: "codefusion.running",
  listOpen: "codefusion.listOpen",
  atInserted: "codefusion.atInserted",
} as const;

/** Set below this once the walkthrough ran a command: the editor counts as run only what it runs itself. */
export const TRIED_CONTEXT = "codefusion.tried";

/** Types of the webview panels. */
export const VIEWS = {
  theatre: "codefusion.theatre",
} as const;

/** The preview of a CF rule: it says what stands in the file, so it need not come back after a reload. */
export const RULE_PREVIEW_VIEW = "codefusion.rulePreview";

/** Language-model tools that agents may call; package.json is held against this list by a test. */
export const TOOLS = {
  generate: "codefusion_generate",
} as const;

/** Keys of the storage: of the workspace, and of the user where servers are meant. */
export const STORAGE_KEYS = {
  history: "codefusion.history",
  tables: "codefusion.tables",
  consent: "codefusion.consent",
  tokens: "codefusion.tokens",
} as const;

export const STATUS_BAR_ID = "codefusion.status";
export const OUTPUT_CHANNEL_NAME = "CodeFusion";

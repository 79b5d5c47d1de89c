/** Every command, once; package.json is held against this list by a test. */
export const COMMANDS = {
  generateFromComment: "codefusion.generateFromComment",
  showDenoising: "codefusion.showDenoising",
  cancel: "codefusion.cancel",
  releaseModel: "codefusion.releaseModel",
  showLog: "codefusion.showLog",
  previewRule: "codefusion.previewRule",
  copyAsExcelFormula: "codefusion.copyAsExcelFormula",
  chooseTable: "codefusion.chooseTable",
  openSample: "codefusion.openSample",
} as const;

/** The section of the settings, and every setting below it. */
export const SETTINGS_SECTION = "codefusion";
export const SETTINGS = {
  candidates: "candidates",
  steps: "steps",
  seed: "seed",
  executionProvider: "executionProvider",
  showInvalid: "showInvalid",
  historyLimit: "history.limit",
} as const;

/** Context keys that `when` clauses read. */
export const CONTEXT_KEYS = {
  running: "codefusion.running",
} as const;

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

/** Keys of the workspace storage. */
export const STORAGE_KEYS = {
  history: "codefusion.history",
  tables: "codefusion.tables",
} as const;

export const STATUS_BAR_ID = "codefusion.status";
export const OUTPUT_CHANNEL_NAME = "CodeFusion";

import * as vscode from "vscode";
import {
  CandidatePicker,
  CandidateUse,
  CfRules,
  Config,
  EDITOR_LANGUAGE_IDS,
  GenerateFromComment,
  GeneratorSource,
  Histories,
  HistoryHover,
  LastRun,
  OUTPUT_CHANNEL_NAME,
  openSample,
  Reporter,
  registerCommands,
  registerTheatre,
  registerTools,
  ShowDenoising,
  StatusBar,
  Tables,
} from "./editor";
import type { CodeFusionApi } from "./editor/api";

/** Builds the parts and wires them; loads neither a model nor a grammar. */
export function activate(context: vscode.ExtensionContext): CodeFusionApi {
  const log = vscode.window.createOutputChannel(OUTPUT_CHANNEL_NAME, { log: true });
  const config = new Config();
  const reporter = new Reporter(log);
  const status = new StatusBar();
  const picker = new CandidatePicker();
  const lastRun = new LastRun();
  const generators = new GeneratorSource(
    async (provider) => {
      const { createGenerator } = await import("./generate");
      const modelsDir = vscode.Uri.joinPath(context.extensionUri, "models").fsPath;
      return createGenerator({ modelsDir, provider, log: (level, message) => log[level](message) });
    },
    () => config.executionProvider(),
  );
  const histories = new Histories({
    storage: context.workspaceState,
    limit: () => config.historyLimit(),
    loadLanguage: async (id) => (await import("./languages")).loadLanguage(id),
    log,
  });
  const use = new CandidateUse(histories);
  const showDenoising = new ShowDenoising({ extensionUri: context.extensionUri, histories, lastRun, use, log });
  const tables = new Tables(context.workspaceState);
  const cfRules = new CfRules(context.extensionUri, tables, log);
  const parts = { tables, config, generators, picker, use, lastRun, showDenoising, status, log };
  const generateFromComment = new GenerateFromComment(parts);
  const release = () => {
    generators.release();
    status.released();
  };
  const handlers = {
    generateFromComment: () => generateFromComment.run(),
    showDenoising: (args: unknown) => showDenoising.run(args),
    cancel: () => generateFromComment.cancel(),
    releaseModel: release,
    showLog: () => log.show(),
    previewRule: (args: unknown) => cfRules.preview(args),
    copyAsExcelFormula: (args: unknown) => cfRules.copyAsExcelFormula(args),
    chooseTable: (args: unknown) => cfRules.chooseTable(args),
    openSample,
  };
  registerTheatre(context, showDenoising.handlers);
  context.subscriptions.push(
    registerCommands(handlers, reporter),
    registerTools(parts),
    vscode.languages.registerHoverProvider([...EDITOR_LANGUAGE_IDS], new HistoryHover(histories)),
    config.onDidChange(() => histories.enforceLimit()),
    ...[config, status, generators, histories, lastRun, cfRules, tables, log],
  );
  return {
    offered: () => picker.open,
    preview: () => generateFromComment.preview,
    lastResult: () => lastRun.current?.result,
    lastError: () => reporter.last,
    state: () => status.state,
    rulePreview: () => cfRules.previewHtml,
    histories: (document) => histories.of(document),
  };
}

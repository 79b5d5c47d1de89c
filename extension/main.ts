import * as vscode from "vscode";
import {
  CandidatePicker,
  CandidateUse,
  Config,
  EDITOR_LANGUAGE_IDS,
  GenerateFromComment,
  GeneratorSource,
  Histories,
  HistoryHover,
  LastRun,
  OUTPUT_CHANNEL_NAME,
  Reporter,
  registerCommands,
  registerTheatre,
  ShowDenoising,
  StatusBar,
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
  const showDenoising = new ShowDenoising({
    extensionUri: context.extensionUri,
    ...{ generators, histories, lastRun, use, log, seed: () => config.seed(lastRun.current?.anchor.document) },
  });
  const parts = { config, generators, picker, use, lastRun, showDenoising, status, log };
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
  };
  registerTheatre(context, showDenoising.handlers);
  context.subscriptions.push(
    registerCommands(handlers, reporter),
    vscode.languages.registerHoverProvider([...EDITOR_LANGUAGE_IDS], new HistoryHover(histories)),
    config.onDidChange(() => histories.enforceLimit()),
    ...[config, status, generators, histories, lastRun, log],
  );
  return {
    offered: () => picker.open,
    preview: () => generateFromComment.preview,
    lastResult: () => lastRun.current?.result,
    lastError: () => reporter.last,
    state: () => status.state,
    histories: (document) => histories.of(document),
  };
}

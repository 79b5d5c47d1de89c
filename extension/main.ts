import * as vscode from "vscode";
import {
  CandidatePicker,
  CandidateUse,
  CfRules,
  Computer,
  Config,
  entryAt,
  followInserted,
  GenerateFromComment,
  GeneratorSource,
  Histories,
  InlineCompletions,
  LastRun,
  OfferCandidates,
  OUTPUT_CHANNEL_NAME,
  openModels,
  openSample,
  openServers,
  RefineSelection,
  Regenerate,
  Reporter,
  Requests,
  registerCommands,
  registerProviders,
  registerTheatre,
  registerTools,
  Samples,
  ShowDenoising,
  StatusBar,
  showStatusMenu,
  Tables,
  WarmUp,
} from "./editor";
import type { LoadLanguage } from "./editor/ask/place";
import type { CodeFusionApi } from "./editor/shell/api";

/** Builds the parts and wires them; loads neither a model nor a grammar. */
export function activate(context: vscode.ExtensionContext): CodeFusionApi {
  const log = vscode.window.createOutputChannel(OUTPUT_CHANNEL_NAME, { log: true });
  const config = new Config();
  const reporter = new Reporter(log);
  const models = openModels({ context, config });
  const servers = openServers({ context, config, log, modelsDir: models.folder });
  const status = new StatusBar(() => servers.planned);
  const picker = new CandidatePicker();
  const lastRun = new LastRun();
  const samples = new Samples(context.extensionUri);
  const generators = new GeneratorSource(
    async () => {
      const [{ createPolicyGenerator }, options, modelsDir] = await Promise.all([
        import("./policy"),
        servers.policyOptions(),
        models.folder(),
      ]);
      return createPolicyGenerator({ modelsDir, ...options, log: (level, message) => log[level](message) });
    },
    () => JSON.stringify(config.backendChoice()),
  );
  const renew = () => {
    generators.release();
    status.released();
  };
  const loadLanguage: LoadLanguage = async (id) => (await import("./languages")).loadLanguage(id);
  const histories = new Histories({
    storage: context.workspaceState,
    limit: () => config.historyLimit(),
    loadLanguage,
    log,
  });
  const use = new CandidateUse(histories);
  const showDenoising = new ShowDenoising({
    extensionUri: context.extensionUri,
    ...{ generators, histories, lastRun, use, log, seed: () => config.seed(lastRun.current?.place.document) },
  });
  const tables = new Tables(context.workspaceState);
  const cfRules = new CfRules(context.extensionUri, tables, log);
  const requests = new Requests(config, (document) => tables.tableFor(document));
  const computer = new Computer({ generators, status, log });
  const offer = new OfferCandidates({
    ...{ config, computer, picker, use, lastRun, showDenoising, reporter, log },
    live: showDenoising.live,
  });
  const asking = { requests, offer, histories, loadLanguage };
  const generateFromComment = new GenerateFromComment(asking);
  const refineSelection = new RefineSelection(asking);
  const regenerate = new Regenerate(asking);
  const inline = new InlineCompletions({ ...asking, config, computer, lastRun, reporter, log });
  const handlers = {
    generateFromComment: (args: unknown) => generateFromComment.run(args),
    refineSelection: () => refineSelection.run(),
    regenerate: (args: unknown) => regenerate.run(args),
    showDenoising: (args: unknown) => showDenoising.run(args),
    forgetHistory: async (args: unknown) => {
      const entry = await entryAt(histories, args);
      if (entry) histories.forget(entry.id);
    },
    cancel: () => computer.cancel(),
    releaseModel: () => {
      computer.cancel();
      renew();
    },
    showLog: () => log.show(),
    showMenu: () => showStatusMenu(status),
    ...servers.handlers,
    ...models.handlers,
    listMore: () => picker.act("more"),
    listLikelier: () => picker.act("likelier"),
    listDiverse: () => picker.act("diverse"),
    listPlacement: () => picker.act("placement"),
    listWatch: () => picker.act("watch"),
    listCopy: () => picker.act("copy"),
    listPin: () => picker.act("pin"),
    previewRule: (args: unknown) => cfRules.preview(args),
    copyAsExcelFormula: (args: unknown) => cfRules.copyAsExcelFormula(args),
    chooseTable: (args: unknown) => cfRules.chooseTable(args),
    openSample: (args: unknown) => openSample(samples, () => lastRun.current !== undefined, args),
  };
  registerTheatre(context, showDenoising.handlers);
  context.subscriptions.push(
    registerCommands(handlers, reporter),
    registerProviders({ config, histories, inline, loadLanguage }),
    followInserted(histories),
    registerTools({ config, generators, status, log }),
    config.onDidChange(() => histories.enforceLimit()),
    new WarmUp({ config, generators, log }),
    servers.onDidChange(renew),
    ...[servers, config, status, generators, histories, lastRun, cfRules, tables, log],
  );
  return {
    offered: () => picker.open,
    preview: () => offer.preview,
    suggested: () => inline.suggested,
    lastResult: () => lastRun.current?.result,
    lastError: () => reporter.last,
    state: () => status.state,
    statusText: () => status.text,
    rulePreview: () => cfRules.previewHtml,
    histories: (document) => histories.of(document),
  };
}

/** Everything that touches the editor: commands, the candidate list, hover, history, theatre, status bar, settings, log. */
export { CandidatePicker } from "./candidate-picker";
export { CfRules, Tables } from "./cf";
export { registerCommands } from "./commands";
export { Config } from "./config";
export { EDITOR_LANGUAGE_IDS } from "./editor-languages";
export { GenerateFromComment } from "./generate-from-comment";
export { GeneratorSource, type MakeGenerator } from "./generator-source";
export { Histories, HistoryHover } from "./history";
export { OUTPUT_CHANNEL_NAME } from "./ids";
export { openSample } from "./open-sample";
export { Reporter } from "./report";
export { LastRun } from "./run";
export { ShowDenoising } from "./show-denoising";
export { StatusBar } from "./status-bar";
export { registerTheatre } from "./theatre";
export { registerTools } from "./tools";
export { CandidateUse } from "./use-candidate";

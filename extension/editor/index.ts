/** Everything that touches the editor: commands, the candidate list, hover, history, theatre, status bar, settings, log. */

export { GenerateFromComment } from "./ask/generate-from-comment";
export { InlineCompletions } from "./ask/inline-completions";
export { RefineSelection } from "./ask/refine-selection";
export { Regenerate } from "./ask/regenerate";
export { registerTools } from "./ask/register-tools";
export { Requests } from "./ask/requests";
export { CfRules, Tables } from "./cf";
export { entryAt, Histories } from "./history";
export { followInserted } from "./history/at-inserted";
export { CandidatePicker } from "./offer";
export { OfferCandidates } from "./offer/offer-candidates";
export { CandidateUse } from "./offer/use-candidate";
export { Computer } from "./run/compute";
export { GeneratorSource, type MakeGenerator } from "./run/generator-source";
export { LastRun } from "./run/last-run";
export { openServers } from "./servers";
export { registerCommands } from "./shell/commands";
export { Config } from "./shell/config";
export { OUTPUT_CHANNEL_NAME } from "./shell/ids";
export { openSample } from "./shell/open-sample";
export { registerProviders } from "./shell/register-providers";
export { Reporter } from "./shell/report";
export { Samples } from "./shell/samples";
export { StatusBar } from "./shell/status-bar";
export { showStatusMenu } from "./shell/status-menu";
export { registerTheatre } from "./theatre";
export { ShowDenoising } from "./theatre/show-denoising";

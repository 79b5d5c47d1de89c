/** The models that the user installed: which one is used, and the command that installs, chooses and removes them. */
export { type OpenModels, openModels } from "./open-models";

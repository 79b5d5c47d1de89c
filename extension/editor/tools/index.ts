/** What agents may ask of CodeFusion: tools of the editor's language-model interface, and no chat participant. */
export { registerTools } from "./register";

/** CF rules as a language of the editor: problems, completion, hover, the table beside a file, preview, Excel formulas. */
export { CfRules } from "./cf-rules";
export { Tables } from "./tables";

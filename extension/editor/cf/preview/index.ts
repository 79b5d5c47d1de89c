/** The preview of a CF rule on its table: which cells it paints. */
export { RulePreview } from "./panel";

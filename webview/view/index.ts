/** The theatre as elements of a page; model text is only ever put there as text. */
export { Theatre } from "./theatre";

/** Servers that may generate in this machine's place: which one, whether it may be asked, and with what token. */
export { AddServer } from "./add-server";
export { ChooseBackend } from "./choose-backend";
export { Consent } from "./consent";
export { ServerCommands } from "./server-commands";
export { Servers } from "./servers";
export { Tokens } from "./tokens";

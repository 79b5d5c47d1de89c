/** Servers that may generate in this machine's place: which one, whether it may be asked, and with what token. */
export { type OpenServers, type OpenServersOptions, openServers } from "./open-servers";

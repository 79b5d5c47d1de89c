/**
 * The VS Code server behind a short link: run in place of its main script, with the same arguments. The environment says
 * what the link opens. One port serves both, so that whoever forwards it forwards everything.
 */
import { Server } from "node:http";
import { SERVER_MAIN } from "./setup.mjs";
import { workbenchPath } from "./workbench-url.mjs";

const { path, authority, ...opens } = JSON.parse(process.env.CODEFUSION_SHORT_LINK);
// The extension hosts inherit the environment, and the link holds the token.
delete process.env.CODEFUSION_SHORT_LINK;

const { emit } = Server.prototype;
Server.prototype.emit = function emitOrRedirect(event, request, response, ...rest) {
  if (event !== "request" || request.url !== path) return emit.call(this, event, request, response, ...rest);
  // A forwarded port has another name in the browser, and the workbench's URIs must bear it.
  const location = workbenchPath(request.headers.host ?? authority, opens);
  response.writeHead(302, { location, "cache-control": "no-store" }).end();
  return true;
};

await import(SERVER_MAIN);

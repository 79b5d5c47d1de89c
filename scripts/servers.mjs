/**
 * Installs the model servers that the tests ask into a cache folder outside the repository: `npm run servers`, or
 * `npm run servers -- mlserver`. Python 3.9 or newer is needed (CODEFUSION_PYTHON names another than python3), for
 * llamacpp 3.10.
 */
import { main, ScriptError } from "./lib/process.mjs";
import { installServer, SERVERS } from "./lib/servers.mjs";

await main(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !(name in SERVERS));
  if (unknown) throw new ScriptError(`there is no server "${unknown}"; choose from ${Object.keys(SERVERS).join(", ")}`);
  for (const name of wanted.length > 0 ? wanted : Object.keys(SERVERS)) console.log(name, await installServer(name));
});

/** tools.txt as the package holds it: small, and read a tool at a time. */
import { deflateRawSync } from "node:zlib";

/**
 * A first line of JSON {name: [offset, bytes]}, then each tool's line, without its name, deflated by itself.
 * @param {string} text of tools.txt
 * @returns {Buffer}
 */
export function packTools(text) {
  const places = {};
  const blocks = [];
  let offset = 0;
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const tab = line.indexOf("\t");
    const block = deflateRawSync(Buffer.from(line.slice(tab + 1)), { level: 9 });
    places[line.slice(0, tab)] = [offset, block.length];
    blocks.push(block);
    offset += block.length;
  }
  return Buffer.concat([Buffer.from(`${JSON.stringify(places)}\n`), ...blocks]);
}

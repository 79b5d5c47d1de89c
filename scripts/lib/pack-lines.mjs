/** A file of lines as the package holds it: small, and read a line at a time. */
import { deflateRawSync } from "node:zlib";

/**
 * A first line of JSON {name: [offset, bytes]}, then each line without its name, deflated by itself.
 * @param {string} text whose lines begin with a name and a tab
 * @returns {Buffer}
 */
export function packLines(text) {
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

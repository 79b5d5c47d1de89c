/** A class, function or type with parameters in brackets, up to the first default of one. */
const DEFAULT = /^([ \t]*(?:class|(?:async[ \t]+)?def|type)[ \t]+\w+[ \t]*\[[^\]\n=]*?)=(?:[^[\],\n]|\[[^\]\n]*\])*/m;

/** Code without the defaults of type parameters (PEP 696), which the grammar does not know; everything stays in its place. */
export function withoutTypeDefaults(code: string): string {
  let plain = code;
  for (let next = DEFAULT.exec(plain); next !== null; next = DEFAULT.exec(plain)) {
    const [whole, head = ""] = next;
    plain = plain.slice(0, next.index) + head.padEnd(whole.length) + plain.slice(next.index + whole.length);
  }
  return plain;
}

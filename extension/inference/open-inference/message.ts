import * as z from "zod";
import { type TensorEntry, tensorEntrySchema } from "./bodies";
import { bytesOf, elementBytes, elementsOf, fromBytes, fromNumbers, type Tensor, type Tensors } from "./tensor";

/** Says how many of a body's first bytes are JSON; the tensors' bytes follow. */
export const HEADER_LENGTH = "inference-header-content-length";

/** A body, or a part of one, that is not what the protocol says. */
export class MessageError extends Error {}

/** A request or response ready to be sent. */
export interface Packed {
  readonly body: Uint8Array;
  /** Content-Type, and the length of the JSON where bytes follow it. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A message of the binary tensor extension, or plain JSON where no tensor is to be binary.
 * @param head the message without its tensors
 * @param key where its tensors belong
 * @param binary whether a tensor's bytes follow the JSON
 */
export function pack(
  head: Readonly<Record<string, unknown>>,
  key: "inputs" | "outputs",
  tensors: Tensors,
  binary: (name: string) => boolean,
): Packed {
  const chunks: Uint8Array[] = [];
  const entries = Object.entries(tensors).map(([name, tensor]) => {
    const { datatype, shape, data } = tensor;
    if (!binary(name)) return { name, datatype, shape, data: Array.from<number | bigint, number>(data, Number) };
    chunks.push(bytesOf(tensor));
    return { name, datatype, shape, parameters: { binary_data_size: data.byteLength } };
  });
  const json = Buffer.from(JSON.stringify({ ...head, [key]: entries }));
  if (chunks.length === 0) return { body: json, headers: { "content-type": "application/json" } };
  const headers = { "content-type": "application/octet-stream", [HEADER_LENGTH]: String(json.length) };
  return { body: Buffer.concat([json, ...chunks]), headers };
}

/**
 * Reads a message: its JSON, checked by `schema`, and the bytes after it.
 * @param headerLength of the JSON; the whole body where absent
 * @throws MessageError
 */
export function unpack<T>(
  body: Uint8Array,
  headerLength: string | null | undefined,
  schema: z.ZodType<T>,
): { message: T; bytes: Uint8Array } {
  const length = headerLength == null ? body.length : Number(headerLength);
  if (!Number.isInteger(length) || length < 0 || length > body.length)
    throw new MessageError(`the JSON is said to have ${headerLength} bytes of ${body.length}`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body.subarray(0, length)));
  } catch {
    throw new MessageError("the body is not JSON");
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new MessageError(z.prettifyError(parsed.error).replace(/\s+/g, " "));
  return { message: parsed.data, bytes: body.subarray(length) };
}

/**
 * The tensors of a message, by name.
 * @param bytes what follows the JSON
 * @throws MessageError where a tensor's data are missing, too short, too long or no numbers
 */
export function readTensors(entries: readonly TensorEntry[], bytes: Uint8Array): Tensors {
  let at = 0;
  const tensors = entries.map((entry): [string, Tensor] => {
    const size = entry.parameters?.binary_data_size;
    if (size === undefined) return [entry.name, readNumbers(entry)];
    const { name, datatype, shape } = tensorEntrySchema.parse(entry);
    if (size !== elementsOf(shape) * elementBytes(datatype)) throw new MessageError(`${name} does not fit its shape`);
    if (at + size > bytes.length) throw new MessageError(`the body ends within ${name}`);
    at += size;
    return [name, fromBytes(datatype, shape, bytes.subarray(at - size, at))];
  });
  if (at < bytes.length) throw new MessageError(`${bytes.length - at} bytes belong to no tensor`);
  return Object.fromEntries(tensors);
}

function readNumbers({ name, datatype, shape, data }: TensorEntry): Tensor {
  if (!Array.isArray(data)) throw new MessageError(`${name} has no data`);
  const values: unknown[] = data.some(Array.isArray) ? data.flat(shape.length) : data;
  const fits = datatype === "INT64" ? Number.isSafeInteger : Number.isFinite;
  if (!values.every((value): value is number => fits(value))) throw new MessageError(`${name} is not ${datatype}`);
  if (values.length !== elementsOf(shape)) throw new MessageError(`${name} does not fit its shape`);
  return fromNumbers(datatype, shape, values);
}

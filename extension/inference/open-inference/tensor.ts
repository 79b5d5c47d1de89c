/** A tensor of the Open Inference Protocol, batch first, row-major. */
export type Tensor =
  | { readonly datatype: "FP32"; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly datatype: "FP64"; readonly shape: readonly number[]; readonly data: Float64Array }
  | { readonly datatype: "INT64"; readonly shape: readonly number[]; readonly data: BigInt64Array };
export type Datatype = Tensor["datatype"];
/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

const ARRAYS = { FP32: Float32Array, FP64: Float64Array, INT64: BigInt64Array } as const;

/** A float32 tensor over `data`. */
export function floats(data: Float32Array, ...shape: number[]): Tensor {
  return { datatype: "FP32", shape, data };
}

/** A float64 tensor over `data`. */
export function doubles(data: Float64Array, ...shape: number[]): Tensor {
  return { datatype: "FP64", shape, data };
}

/** An int64 tensor of `data`. */
export function integers(data: Iterable<number>, ...shape: number[]): Tensor {
  return { datatype: "INT64", shape, data: BigInt64Array.from(data, BigInt) };
}

/** Whether a value that came from another process is what it should be. */
export function isTensors(value: unknown): value is Tensors {
  return typeof value === "object" && value !== null && Object.values(value).every(isTensor);
}

function isTensor(value: unknown): value is Tensor {
  if (typeof value !== "object" || value === null) return false;
  if (!("datatype" in value && "shape" in value && "data" in value && Array.isArray(value.shape))) return false;
  const kind = Object.entries(ARRAYS).find(([datatype]) => datatype === value.datatype)?.[1];
  return kind !== undefined && value.data instanceof kind && value.data.length === elementsOf(value.shape);
}

/** Bytes of one element. */
export function elementBytes(datatype: Datatype): number {
  return ARRAYS[datatype].BYTES_PER_ELEMENT;
}

/** Elements of a shape. */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A tensor over little-endian bytes, which are copied, since a view must be aligned. */
export function fromBytes(datatype: Datatype, shape: readonly number[], bytes: Uint8Array): Tensor {
  const { buffer } = new Uint8Array(bytes);
  switch (datatype) {
    case "FP32":
      return { datatype, shape, data: new Float32Array(buffer) };
    case "FP64":
      return { datatype, shape, data: new Float64Array(buffer) };
    case "INT64":
      return { datatype, shape, data: new BigInt64Array(buffer) };
  }
}

/** A tensor of plain numbers, as JSON carries them. */
export function fromNumbers(datatype: Datatype, shape: readonly number[], values: readonly number[]): Tensor {
  switch (datatype) {
    case "FP32":
      return { datatype, shape, data: Float32Array.from(values) };
    case "FP64":
      return { datatype, shape, data: Float64Array.from(values) };
    case "INT64":
      return { datatype, shape, data: BigInt64Array.from(values, BigInt) };
  }
}

/** The bytes of a tensor's data, a view. */
export function bytesOf({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Rows `from` … `to` of every tensor. */
export function takeRows(tensors: Tensors, from: number, to: number): Tensors {
  return mapTensors(tensors, (tensor) => {
    const [, ...rest] = tensor.shape;
    const row = elementsOf(rest) * elementBytes(tensor.datatype);
    return fromBytes(tensor.datatype, [to - from, ...rest], bytesOf(tensor).subarray(from * row, to * row));
  });
}

/**
 * Tensors of several requests as those of one, rows after rows; all must have the same names, and shapes but for the rows.
 * @param all at least one
 */
export function stackRows(all: readonly Tensors[]): Tensors {
  const [first = {}] = all;
  if (all.length === 1) return first;
  return mapTensors(first, ({ datatype, shape: [, ...rest] }, name) => {
    const parts = all.flatMap((tensors) => tensors[name] ?? []);
    const rows = parts.reduce((sum, { shape: [own = 0] }) => sum + own, 0);
    return fromBytes(datatype, [rows, ...rest], Buffer.concat(parts.map(bytesOf)));
  });
}

/** The rows that all tensors share; undefined where they do not. */
export function rowsOf(tensors: Tensors): number | undefined {
  const [first, ...others] = new Set(Object.values(tensors).map(({ shape }) => shape[0]));
  return others.length === 0 ? first : undefined;
}

function mapTensors(tensors: Tensors, map: (tensor: Tensor, name: string) => Tensor): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, map(tensor, name)]));
}

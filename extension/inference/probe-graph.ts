/** Protocol Buffers wire types. */
const VARINT = 0;
const BYTES = 2;
/** onnx.proto: TensorProto.DataType.FLOAT. */
const FLOAT = 1;

/** Width of the probe's rows. */
export const PROBE_WIDTH = 16;
const WEIGHTS = Array.from({ length: PROBE_WIDTH ** 2 }, (_, index) => ((index * 37) % 41) / 41 - 0.5);
const BIAS = Array.from({ length: PROBE_WIDTH }, (_, index) => index / PROBE_WIDTH);

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function integerField(field: number, value: number): number[] {
  return [...varint(field * 8 + VARINT), ...varint(value)];
}

function bytesField(field: number, bytes: Iterable<number>): number[] {
  const body = [...bytes];
  return [...varint(field * 8 + BYTES), ...varint(body.length), ...body];
}

function textField(field: number, text: string): number[] {
  return bytesField(field, new TextEncoder().encode(text));
}

function nodeProto(operator: string, inputs: readonly string[], output: string): number[] {
  return [...inputs.flatMap((input) => textField(1, input)), ...textField(2, output), ...textField(4, operator)];
}

function floatTensorProto(name: string, dims: readonly number[], values: readonly number[]): number[] {
  const raw = new DataView(new ArrayBuffer(values.length * 4));
  for (const [index, value] of values.entries()) raw.setFloat32(index * 4, value, true);
  return [
    ...dims.flatMap((size) => integerField(1, size)),
    ...integerField(2, FLOAT),
    ...textField(8, name),
    ...bytesField(9, new Uint8Array(raw.buffer)),
  ];
}

/** A float tensor type [rows, width]; `rows` is left open. */
function valueInfoProto(name: string, width: number): number[] {
  const shape = [...bytesField(1, textField(2, "rows")), ...bytesField(1, integerField(1, width))];
  const type = bytesField(1, [...integerField(1, FLOAT), ...bytesField(2, shape)]);
  return [...textField(1, name), ...bytesField(2, type)];
}

/**
 * The bytes of an ONNX model y = softmax(x W + b) over x [rows, PROBE_WIDTH], the arithmetic of attention in little: what a
 * provider must get right before it is trusted with the denoiser. Written by hand after onnx.proto (IR version 8,
 * opset 17), since three nodes do not justify a protobuf library.
 */
export function probeGraph(): Uint8Array {
  const graph = [
    ...bytesField(1, nodeProto("MatMul", ["x", "w"], "xw")),
    ...bytesField(1, nodeProto("Add", ["xw", "b"], "logits")),
    ...bytesField(1, nodeProto("Softmax", ["logits"], "y")),
    ...textField(2, "probe"),
    ...bytesField(5, floatTensorProto("w", [PROBE_WIDTH, PROBE_WIDTH], WEIGHTS)),
    ...bytesField(5, floatTensorProto("b", [PROBE_WIDTH], BIAS)),
    ...bytesField(11, valueInfoProto("x", PROBE_WIDTH)),
    ...bytesField(12, valueInfoProto("y", PROBE_WIDTH)),
  ];
  const opset = bytesField(8, integerField(2, 17));
  return Uint8Array.from([...integerField(1, 8), ...bytesField(7, graph), ...opset]);
}

/** What the graph makes of one row x [PROBE_WIDTH], computed here in double precision. */
export function probeAnswer(x: readonly number[]): number[] {
  const powers = BIAS.map((bias, column) =>
    Math.exp(x.reduce((sum, value, row) => sum + value * (WEIGHTS[row * PROBE_WIDTH + column] ?? 0), bias)),
  );
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

import { onnx } from "onnx-proto";

type Attribute = number | readonly number[];

/** What a dimension is: a size, or a name for one that differs from run to run. */
type Dimension = number | string;

const { FLOAT, INT64 } = onnx.TensorProto.DataType;
/** The operators are those of the released graphs. */
const OPSET = 17;
const IR_VERSION = 8;

/** Builds an ONNX graph of weights without training: what a computation costs does not depend on their values. */
export class GraphBuilder {
  readonly #nodes: onnx.INodeProto[] = [];
  readonly #initializers: onnx.ITensorProto[] = [];
  readonly #inputs: onnx.IValueInfoProto[] = [];
  readonly #outputs: onnx.IValueInfoProto[] = [];
  #names = 0;
  #parameters = 0;

  /** Numbers among the weights. */
  get parameters(): number {
    return this.#parameters;
  }

  input(name: string, type: "float" | "int64", ...dims: readonly Dimension[]): string {
    this.#inputs.push(valueInfo(name, type === "float" ? FLOAT : INT64, dims));
    return name;
  }

  /** @param from the value that leaves the graph under `name` */
  output(name: string, from: string): void {
    this.#nodes.push({ opType: "Identity", input: [from], output: [name] });
    this.#outputs.push({ name, type: { tensorType: { elemType: FLOAT } } });
  }

  /** Small numbers, none of them denormal. */
  weight(...dims: readonly number[]): string {
    const size = dims.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: size }, (_, at) => (((at * 37) % 41) - 20) / 400);
    this.#parameters += size;
    return this.#initializer(dims, FLOAT, new Uint8Array(values.buffer));
  }

  integers(...values: readonly number[]): string {
    return this.#initializer([values.length], INT64, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  number(value: number): string {
    return this.#initializer([], FLOAT, new Uint8Array(Float32Array.of(value).buffer));
  }

  /** One node with one output; gives the output's name. */
  node(opType: string, input: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const output = `v${this.#names++}`;
    const attribute = Object.entries(attributes).map(([name, value]) =>
      typeof value === "number"
        ? { name, type: onnx.AttributeProto.AttributeType.INT, i: value }
        : { name, type: onnx.AttributeProto.AttributeType.INTS, ints: [...value] },
    );
    this.#nodes.push({ opType, input: [...input], output: [output], attribute });
    return output;
  }

  /** The model's file. */
  bytes(): Uint8Array {
    const graph = {
      ...{ name: "bench", node: this.#nodes, initializer: this.#initializers },
      ...{ input: this.#inputs, output: this.#outputs },
    };
    return onnx.ModelProto.encode({ irVersion: IR_VERSION, opsetImport: [{ version: OPSET }], graph }).finish();
  }

  #initializer(dims: readonly number[], dataType: number, rawData: Uint8Array): string {
    const name = `w${this.#names++}`;
    this.#initializers.push({ name, dims: [...dims], dataType, rawData });
    return name;
  }
}

function valueInfo(name: string, elemType: number, dims: readonly Dimension[]): onnx.IValueInfoProto {
  const dim = dims.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

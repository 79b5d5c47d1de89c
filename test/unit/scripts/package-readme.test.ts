import assert from "node:assert/strict";
import { packagedReadme } from "../../../scripts/lib/package-readme.mjs";

const read = (path: string) => Buffer.from(`<${path}>`);
const CASES: readonly (readonly [from: string, to: string])[] = [
  ["see [the report](models/EVALUATION.md), [more](docs/a.md#b)", "see the report, more"],
  ["[paper](https://example.org/a.pdf) [below](#below) [me](mailto:a@b.c)", "same"],
  ["![A stage](docs/theatre.png)", `![A stage](data:image/png;base64,${read("docs/theatre.png").toString("base64")})`],
  ["![A photo](a.JPG)", `![A photo](data:image/jpeg;base64,${read("a.JPG").toString("base64")})`],
  ["above\n\n![An animation](docs/denoising.svg)\n\nbelow", "above\n\nbelow"],
  ["![badge](https://example.org/badge.svg)", "same"],
];

describe("the README in the package", () => {
  for (const [from, to] of CASES)
    it(`shows ${JSON.stringify(from)} without a folder`, () => {
      assert.equal(packagedReadme(from, read), to === "same" ? from : to);
    });
});

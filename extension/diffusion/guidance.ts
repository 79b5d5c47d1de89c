/**
 * Classifier-free guidance in x0 space (Ho and Salimans 2022): x0 = null + scale * (conditional - null). Scale 1 is
 * the conditional prediction, larger scales follow the utterance more closely.
 * @param conditional predicted x0 given the utterance, any shape
 * @param unconditional predicted x0 given the language alone, the same shape
 */
export function guide(conditional: Float32Array, unconditional: Float32Array, scale: number): Float32Array {
  if (conditional.length !== unconditional.length) throw new RangeError("guidance needs two latents of one shape");
  const guided = new Float32Array(conditional.length);
  for (let index = 0; index < guided.length; index++) {
    const base = unconditional[index] ?? 0;
    guided[index] = base + scale * ((conditional[index] ?? 0) - base);
  }
  return guided;
}

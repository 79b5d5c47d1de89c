/** Numbers that the encoder reads of every memory token: code token id, mark (rank and similarity), place. */
export const MEMORY_FIELDS = 3;

/** Pieces as one array of their own: they are parts of larger buffers. @param size of all together, in bytes */
export function joinedPieces(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

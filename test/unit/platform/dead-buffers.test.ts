import { expect, it } from 'vitest';
import { DeadBuffers } from '../../../src/platform/dead-buffers.ts';

const pieceBytes = 65_536;
const mostBytes = 4_194_304;

/** The most that the buffers of a read of 200 MB take at once, above what was there before. */
function mostHeld(forgotten: (bytes: number) => void): number {
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let piece = 0; piece < 3200; piece++) {
    new Uint8Array(pieceBytes).fill(1);
    forgotten(pieceBytes);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  return most;
}

it('what was read and forgotten never lies about for long', () => {
  const buffers = new DeadBuffers();
  expect(mostHeld((bytes) => buffers.add(bytes))).toBeLessThan(2.5 * mostBytes);
});

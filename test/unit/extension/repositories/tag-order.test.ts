import { describe, expect, it } from 'vitest';
import { tagOrders } from '../../../../src/extension/repositories/tag-order.ts';

/** Another order than the one that is asked for, the same every time. */
function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item, at) => ({ item, key: (at * 7919 + 13) % 101 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

describe('tagOrders', () => {
  const tags = [
    { tag: '8.3.3', pushedAt: '2023-12-04T08:30:00Z' },
    { tag: '8.3.10', pushedAt: '2023-11-04T08:30:00Z' },
    { tag: 'old-without-time' },
    { tag: '8.3.4', pushedAt: '2024-01-11T13:05:00Z' },
    { tag: '9.0.0' },
    { tag: '8.3.4-1', pushedAt: '2024-01-11T13:05:00Z' },
  ];
  const sorted = (order: keyof typeof tagOrders) =>
    shuffled(tags)
      .sort(tagOrders[order])
      .map(({ tag }) => tag);

  it('puts the newest push first, then the highest version, and an unknown time last', () => {
    expect(sorted('pushed')).toEqual(['8.3.4-1', '8.3.4', '8.3.3', '8.3.10', '9.0.0', 'old-without-time']);
  });

  it('puts the highest version first', () => {
    expect(sorted('version')).toEqual(['9.0.0', '8.3.10', '8.3.4-1', '8.3.4', '8.3.3', 'old-without-time']);
  });

  it('orders by name, letter by letter', () => {
    expect(sorted('name')).toEqual(['8.3.10', '8.3.3', '8.3.4', '8.3.4-1', '9.0.0', 'old-without-time']);
  });
});

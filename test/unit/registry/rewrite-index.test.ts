import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../src/registry/content/sha256.ts';
import type { ImageNode } from '../../../src/registry/manifests/image.ts';
import { rewriteIndex } from '../../../src/registry/manifests/rewrite-index.ts';

const encode = (document: unknown) => new TextEncoder().encode(JSON.stringify(document));
const node = (document: unknown, children: readonly ImageNode[] = []): ImageNode => {
  const bytes = encode(document);
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  return { digest: digestOf(bytes), mediaType, bytes, children, blobs: [] } as unknown as ImageNode;
};

describe('an index with other children', () => {
  it('keeps content that is embedded beside a child, and drops it where the child is another', () => {
    const [kept, old, made] = ['kept', 'old', 'made'].map((name) => node({ name }));
    if (!kept || !old || !made) throw new Error('not made');
    const entries = [kept, old].map(({ digest, bytes }) => ({ digest, size: bytes.length, data: 'e30=' }));
    const index = node({ schemaVersion: 2, manifests: entries }, [kept, old]);
    const { manifests } = JSON.parse(new TextDecoder().decode(rewriteIndex(index, [kept, made]).bytes));
    expect(manifests).toEqual([entries[0], { digest: made.digest, size: made.bytes.length }]);
  });
});

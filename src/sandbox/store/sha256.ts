import { createHash } from 'node:crypto';

/** The digest of bytes in OCI's form: `sha256:<64 hex>`. */
export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

import { malformed } from './layer-fault.ts';

const decoder = new TextDecoder('utf-8');

/**
 * The records of a pax extended header: `LENGTH KEY=VALUE\n` each, the length in bytes and with itself (POSIX.1-2001, "pax Extended
 * Header"). Of a key that stands twice the last counts.
 * @throws LayerFaultError `layer-malformed`
 */
export function paxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const digits = blank < 0 || blank - at > 10 ? '' : decoder.decode(bytes.subarray(at, blank));
    const length = /^[1-9]\d*$/.test(digits) ? Number(digits) : 0;
    const end = at + length;
    const equals = bytes.indexOf(0x3d, blank);
    if (end <= blank + 1 || end > bytes.length || bytes[end - 1] !== 0x0a || equals < 0 || equals >= end)
      throw malformed('has an extended header that cannot be read');
    const key = decoder.decode(bytes.subarray(blank + 1, equals));
    const value = decoder.decode(bytes.subarray(equals + 1, end - 1));
    // A NUL would end the name for one reader and not for another.
    if (value.includes('\0') && !key.startsWith('SCHILY.xattr.')) throw malformed('has a name with a NUL in it');
    records.set(key, value);
    at = end;
  }
  return records;
}

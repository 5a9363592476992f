/** A regular file of an archive. */
export interface TarFile {
  /** From the root of the image, with or without a slash in front. */
  readonly path: string;
  readonly content: Uint8Array;
  /** Permissions, e.g. 0o755. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

const block = 512;
/** What eight characters of a header hold, in octal with a NUL. */
const largestId = 0o7777777;

/**
 * A tar archive of files, in the order of their names. The bytes are frozen, because their digest is released and compared for years: POSIX
 * ustar, owners by number, all times 0, and a pax header (POSIX.1-2001) where a name has more than 100 bytes or is not ASCII, or an owner's
 * number is larger than ustar holds. Golden tests hold it.
 *
 * There are no entries for folders. One would give a folder that the image has another owner and other permissions, or take the place of a
 * link (`/bin`); folders that it lacks are made by runtimes, with 0755 for root (moby/moby#44196, containerd, CRI-O).
 */
export function tarOf(files: readonly TarFile[]): Uint8Array {
  const sorted = files
    .map((file) => ({ ...file, path: file.path.replace(/^\/+/, '') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const parts = sorted.flatMap((file) => {
    const records = paxRecords(file);
    const head =
      records.length === 0
        ? []
        : [header({ ...plain, path: 'PaxHeaders/0', type: 'x', size: records.length }), padded(records)];
    return [...head, header({ ...file, type: '0', size: file.content.length }), padded(file.content)];
  });
  return joined([...parts, new Uint8Array(2 * block)]);
}

interface HeaderFields extends Omit<TarFile, 'content'> {
  readonly type: '0' | 'x';
  readonly size: number;
}

const plain = { mode: 0o644, uid: 0, gid: 0 };

function header({ path, mode, uid, gid, type, size }: HeaderFields): Uint8Array {
  const bytes = new Uint8Array(block);
  const put = (text: string, at: number) => bytes.set(new TextEncoder().encode(text), at);
  // Where a name needs a pax record this is what readers without pax would see.
  put(isPlainName(path) ? path : path.replace(/[^ -~]/g, '_').slice(-100), 0);
  put(octal(mode & 0o7777, 8), 100);
  put(octal(uid > largestId ? 0 : uid, 8), 108);
  put(octal(gid > largestId ? 0 : gid, 8), 116);
  put(octal(size, 12), 124);
  put(octal(0, 12), 136);
  put(' '.repeat(8), 148);
  put(type, 156);
  put('ustar\0' + '00', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

function paxRecords({ path, uid, gid }: TarFile): Uint8Array {
  const records = [
    ...(gid > largestId ? [record('gid', String(gid))] : []),
    ...(isPlainName(path) ? [] : [record('path', path)]),
    ...(uid > largestId ? [record('uid', String(uid))] : []),
  ];
  return new TextEncoder().encode(records.join(''));
}

/** `LENGTH key=value`, where the length counts itself. */
function record(key: string, value: string): string {
  const rest = new TextEncoder().encode(` ${key}=${value}\n`).length;
  let length = rest + 1;
  while (String(length).length + rest !== length) length++;
  return `${length} ${key}=${value}\n`;
}

function isPlainName(path: string): boolean {
  return path.length <= 100 && /^[ -~]*$/.test(path);
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

function padded(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(content.length / block) * block);
  bytes.set(content);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A folder of an archive. */
export interface TarFolder {
  /** From the root of the image, with or without a slash in front. */
  readonly path: string;
  /** Permissions, e.g. 0o755. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A regular file of an archive. */
export interface TarFile extends TarFolder {
  readonly content: Uint8Array;
}

const block = 512;
/** What eight characters of a header hold, in octal with a NUL. */
const largestId = 0o7777777;

/**
 * A tar archive of files and folders, in the order of their names. The bytes are frozen, because their digest is released and compared for years: POSIX
 * ustar, owners by number, all times 0, and a pax header (POSIX.1-2001) where a name has more than 100 bytes or is not ASCII, or an owner's
 * number is larger than ustar holds. Golden tests hold it.
 *
 * Folders have entries of their own: a layer is unpacked alone, and those that only show in the names of files would be made anew, with 0755
 * for root, and lie over those that the image has.
 */
export function tarOf(files: readonly TarFile[], folders: readonly TarFolder[]): Uint8Array {
  const sorted = [
    ...files.map((file) => ({ ...file, type: '0' as const, path: inRoot(file) })),
    ...folders.map((folder) => ({ ...folder, type: '5' as const, path: `${inRoot(folder)}/`, content: nothing })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  const parts = sorted.flatMap((file) => [tarHead({ ...file, size: file.content.length }), padded(file.content)]);
  return joined([...parts, new Uint8Array(2 * block)]);
}

/** What stands before the content of an entry: its header, and the pax header that it needs. The bytes are as frozen as {@link tarOf}'s. */
export function tarHead(entry: TarHeadFields): Uint8Array {
  const records = paxRecords(entry);
  if (records.length === 0) return header(entry);
  return joined([
    header({ ...plain, path: 'PaxHeaders/0', type: 'x', size: records.length }),
    padded(records),
    header(entry),
  ]);
}

const nothing = new Uint8Array(0);

function inRoot({ path }: TarFolder): string {
  return path.replace(/^\/+/, '');
}

interface TarHeadFields extends TarFolder {
  readonly type: '0' | '5';
  /** bytes */
  readonly size: number;
}

interface HeaderFields extends Omit<TarHeadFields, 'type'> {
  readonly type: TarHeadFields['type'] | 'x';
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

function paxRecords({ path, uid, gid }: TarFolder): Uint8Array {
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

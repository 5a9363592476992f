/** What a tar header says; made by hand, so that it can say anything. */
export interface TarEntry {
  readonly name: string;
  readonly type?: string;
  readonly linkName?: string;
  readonly content?: string | Uint8Array;
  /** When it is not the content's own. */
  readonly size?: number;
  readonly mode?: number;
  readonly prefix?: string;
  readonly magic?: 'ustar' | 'gnu' | 'none';
  /** Further bytes of the header, by place. */
  readonly patch?: Readonly<Record<number, Uint8Array>>;
  readonly checksum?: number;
}

const block = 512;

/** An entry: its header and its padded content. */
export function tarEntry(entry: TarEntry): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const header = Buffer.alloc(block);
  header.write(entry.name, 0, 100, 'utf8');
  header.write(octal(entry.mode ?? 0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(entry.size ?? content.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(entry.type ?? '0', 156);
  header.write(entry.linkName ?? '', 157, 100, 'utf8');
  if (entry.magic === 'gnu') header.write('ustar  \0', 257);
  else if (entry.magic !== 'none') header.write('ustar\x0000', 257);
  header.write(entry.prefix ?? '', 345, 155, 'utf8');
  for (const [at, bytes] of Object.entries(entry.patch ?? {})) header.set(bytes, Number(at));
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${(entry.checksum ?? sum).toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((block - (content.length % block)) % block)]);
}

/** A pax extended header. */
export function paxHeader(records: Readonly<Record<string, string>>, type = 'x'): Buffer {
  const content = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    let length = rest + 1;
    while (String(length).length + rest !== length) length++;
    return `${length} ${key}=${value}\n`;
  });
  return tarEntry({ name: 'PaxHeaders/x', type, content: content.join('') });
}

/** A whole archive, with its two blocks of zeros. */
export function tarArchive(...parts: readonly (TarEntry | Buffer)[]): Buffer {
  const bytes = parts.map((part) => (Buffer.isBuffer(part) ? part : tarEntry(part)));
  return Buffer.concat([...bytes, Buffer.alloc(2 * block)]);
}

function octal(value: number, length: number): string {
  return value.toString(8).padStart(length - 1, '0');
}

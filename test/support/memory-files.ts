import path from 'node:path';
import type { Files } from '#jobs';
import { ReleaseError } from '#problem';

/** Files in memory, below `/releases`, which is the working directory. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>, directory = '/releases'): Files {
  const held = new Map(
    Object.entries(contents).map(([name, content]) => [path.posix.resolve('/releases', name), bytesOf(content)]),
  );
  const absolute = (name: string) => path.posix.resolve(directory, name);
  const below = (folder: string) => {
    const start = `${absolute(folder)}/`.replace('//', '/');
    return [...held.keys()].flatMap((file) => (file.startsWith(start) ? [file.slice(start.length)] : [])).sort();
  };
  const read = async (name: string) => {
    const content = held.get(absolute(name));
    if (content === undefined) throw new ReleaseError('file-not-found', `${name} does not exist`);
    return content;
  };
  let temporaries = 0;
  return {
    absolute,
    real: async (name) => absolute(name),
    displayed: (name) => path.posix.relative(directory, name) || '.',
    read,
    stream: async function* (name) {
      yield await read(name);
    },
    write: async (name, text) => void held.set(absolute(name), bytesOf(text)),
    writeBytes: async (name, bytes) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes) pieces.push(piece);
      held.set(absolute(name), Buffer.concat(pieces));
    },
    kindOf: async (name) => {
      if (held.has(absolute(name))) return 'file';
      return below(name).length > 0 ? 'folder' : undefined;
    },
    list: async (folder) => below(folder),
    tree: async (folder, isLeftOut) => {
      const isIn = (file: string) => {
        const parts = file.split('/');
        return parts.every((_, at) => !isLeftOut(parts.slice(0, at + 1).join('/'), at + 1 < parts.length));
      };
      return below(folder).flatMap((file) => (isIn(file) ? [{ path: file, kind: 'file' as const }] : []));
    },
    temporary: async (use) => {
      const folder = `/temporary/${++temporaries}`;
      try {
        return await use(folder);
      } finally {
        for (const file of below(folder)) held.delete(`${folder}/${file}`);
      }
    },
  };
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

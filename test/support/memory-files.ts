import path from 'node:path';
import type { Files } from '#jobs';
import { ReleaseError } from '#problem';

/** Files in memory, below `/releases`, which is the working directory. */
export function memoryFiles(contents: Readonly<Record<string, string>>, directory = '/releases'): Files {
  const held = new Map(Object.entries(contents).map(([name, text]) => [path.posix.resolve('/releases', name), text]));
  const absolute = (name: string) => path.posix.resolve(directory, name);
  return {
    absolute,
    real: async (name) => absolute(name),
    displayed: (name) => path.posix.relative(directory, name) || '.',
    read: async (name) => {
      const text = held.get(absolute(name));
      if (text === undefined) throw new ReleaseError('file-not-found', `${name} does not exist`);
      return new TextEncoder().encode(text);
    },
    write: async (name, text) => void held.set(absolute(name), text),
    kindOf: async (name) => {
      const place = absolute(name);
      if (held.has(place)) return 'file';
      return [...held.keys()].some((file) => file.startsWith(`${place}/`.replace('//', '/'))) ? 'folder' : undefined;
    },
    list: async (folder) => {
      const start = `${absolute(folder)}/`.replace('//', '/');
      return [...held.keys()].flatMap((file) => (file.startsWith(start) ? [file.slice(start.length)] : [])).sort();
    },
  };
}

import { accountPasswordIn, isAccountFile } from './account-passwords.ts';
import { holdsAuthorizedKeys, holdsCredentials, isAuthorizedKeys, isCredentialFile } from './credential-files.ts';
import { downloadsIn } from './downloads.ts';
import type { LayerFindings, ScriptFile, SecretFile, SecretKind, WellKnownFile } from './layer-findings.ts';
import { isLibrary, isSample } from './path-kinds.ts';
import { mentionsPrivateKey, privateKeyIn } from './private-keys.ts';

/** The files that the rules read, and the directories on the way to them. */
const wellKnownPaths: ReadonlySet<string> = new Set([
  'etc',
  'usr',
  'usr/lib',
  'etc/passwd',
  'etc/os-release',
  'usr/lib/os-release',
]);

/** Files up to this size are looked through for private keys and as scripts; keys have some 3 KiB. */
const smallBytes = 65_536;
/** Accounts and logins are read whole up to this size. */
const listBytes = 1_048_576;
/** Of each list; of secrets, of each kind, examples apart: so none of them hides another. */
const mostFound = 500;
const mostListBytes = 131_072;
/** Of what a layer takes away. */
const mostRemovedBytes = 1_048_576;
const mostNamed = 5;
/** What an entry of a list takes besides its text. */
const entryBytes = 64;

/** An entry of a layer, as the layer reader gives it. */
export interface InspectedEntry {
  /** Below the root, cleaned. */
  readonly path: string;
  readonly kind: WellKnownFile['kind'];
  readonly size: number;
  readonly linkTarget?: string;
  /** Its content comes in pieces, so that it is no text. */
  readonly isSparse: boolean;
  readonly leavesRoot: boolean;
  readonly whiteout?: 'file' | 'opaque';
}

/**
 * Looks at a layer, entry by entry, and keeps what rules ask of it. Holds no more than some hundred findings of a kind, and few megabytes
 * in all; of secrets it keeps where they are, never what they are.
 */
export class LayerInspection {
  readonly #wellKnown = new Map<string, WellKnownFile>();
  readonly #removed = new Set<string>();
  readonly #emptied = new Set<string>();
  readonly #secrets: SecretFile[] = [];
  readonly #scripts: ScriptFile[] = [];
  readonly #unsafe: string[] = [];
  readonly #decoder = new TextDecoder('utf-8');
  readonly #lists = new Map<string, { count: number; bytes: number }>();
  #unsafeCount = 0;
  #bytes = 0;
  #isCut = false;

  /** How many bytes of a file are to be shown to {@link take}: the small ones whole, of others only what is known to hold accounts or logins. */
  wants({ path, size }: InspectedEntry): number {
    if (size <= smallBytes) return size;
    return isListed(path) ? listBytes : 0;
  }

  /** @param content what {@link wants} asked for */
  take(entry: InspectedEntry, content: Uint8Array): void {
    const { path, kind, linkTarget } = entry;
    if (entry.leavesRoot && ++this.#unsafeCount <= mostNamed) this.#unsafe.push(path);
    if (entry.whiteout !== undefined) {
      const list = entry.whiteout === 'opaque' ? this.#emptied : this.#removed;
      // Where a well-known file is taken away there is always room: without it the file would seem to be there.
      const isNeeded = path === '' || wellKnownPaths.has(path);
      if (!list.has(path) && (isNeeded || this.#hasRoom('removed', path, mostRemovedBytes))) list.add(path);
      return;
    }
    const isWellKnown = wellKnownPaths.has(path);
    const isText = kind === 'file' && (isListed(path) || isScript(content) || mentionsPrivateKey(content));
    const text = isText ? this.#decoder.decode(content) : '';
    if (isWellKnown) {
      const isWhole = kind === 'file' && content.length === entry.size && !entry.isSparse;
      this.#wellKnown.set(path, {
        kind,
        ...(linkTarget === undefined ? {} : { linkTarget }),
        ...(isWhole ? { text } : {}),
      });
      this.#bytes += textBytes(text) + textBytes(linkTarget ?? '');
    }
    if (text !== '') this.#file(path, text);
  }

  /** What was found; nothing is taken afterwards. */
  result(): LayerFindings {
    return {
      wellKnown: this.#wellKnown,
      removed: this.#removed,
      emptied: this.#emptied,
      secrets: this.#secrets,
      scripts: this.#scripts,
      unsafePaths: { count: this.#unsafeCount, some: this.#unsafe },
      isCut: this.#isCut,
      bytes: this.#bytes,
    };
  }

  #file(path: string, text: string): void {
    const kind = secretIn(path, text);
    const secret = kind && { path, kind, isSample: isSample(path) };
    if (secret && this.#hasRoom(`${kind} ${secret.isSample}`, path, mostListBytes, mostFound))
      this.#secrets.push(secret);
    const isStart = text.startsWith('#!') && !isLibrary(path);
    if (isStart && this.#hasRoom('scripts', path, mostListBytes, mostFound)) {
      this.#scripts.push({ path, downloads: downloadsIn(text) });
    }
  }

  /** Whether a path may go into a list, by what is in the list; it is counted as if it were. */
  #hasRoom(list: string, path: string, mostBytes: number, most = Number.POSITIVE_INFINITY): boolean {
    const held = this.#lists.get(list) ?? { count: 0, bytes: 0 };
    const bytes = entryBytes + textBytes(path);
    if (held.count >= most || held.bytes + bytes > mostBytes) {
      this.#isCut = true;
      return false;
    }
    this.#lists.set(list, { count: held.count + 1, bytes: held.bytes + bytes });
    this.#bytes += bytes;
    return true;
  }
}

/** Files that are read for where they are, whatever stands in them. */
function isListed(path: string): boolean {
  return wellKnownPaths.has(path) || isAccountFile(path) || isCredentialFile(path) || isAuthorizedKeys(path);
}

function isScript(content: Uint8Array): boolean {
  return content[0] === 0x23 && content[1] === 0x21;
}

function secretIn(path: string, text: string): SecretKind | undefined {
  if (isAccountFile(path)) return accountPasswordIn(path, text);
  if (isAuthorizedKeys(path)) return holdsAuthorizedKeys(text) ? 'authorized keys' : undefined;
  if (isCredentialFile(path)) return holdsCredentials(path, text) ? 'credentials' : undefined;
  return privateKeyIn(text.slice(0, smallBytes));
}

/** At most two bytes a character. */
function textBytes(text: string): number {
  return 2 * text.length;
}

import * as vscode from 'vscode';
import { canonicalRegistry } from '#reference';
import type { RegistryLogin } from '#worker';

/** Where the names of the registries are kept; what is said for each is in the secret storage, which can't be listed. */
const namesKey = 'registryLogins';
const secretPrefix = 'registry:';

/**
 * The logins to registries that somebody has given to the editor: in VS Code's secret storage, for all windows. Read when they are first
 * needed, and again when another window has changed them.
 */
export class RegistryLogins implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watch: vscode.Disposable;
  /** Another window's memory is not ours: what it signs in to is known by the secret's own event. */
  readonly #heardOf = new Set<string>();
  #read: Promise<readonly RegistryLogin[]> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor({ secrets, globalState }: Pick<vscode.ExtensionContext, 'secrets' | 'globalState'>) {
    this.#secrets = secrets;
    this.#memory = globalState;
    this.#watch = secrets.onDidChange(({ key }) => {
      if (!key.startsWith(secretPrefix)) return;
      this.#heardOf.add(key.slice(secretPrefix.length));
      this.#read = undefined;
      this.#changed.fire();
    });
  }

  /** All of them; one that can't be read is as if it were not there. */
  all(): Promise<readonly RegistryLogin[]> {
    this.#read ??= this.#readAll();
    return this.#read;
  }

  async set(registry: string, username: string, password: string): Promise<void> {
    const name = canonicalRegistry(registry);
    await this.#memory.update(namesKey, [...new Set([...this.#names(), name])].sort());
    await this.#secrets.store(secretPrefix + name, JSON.stringify({ username, password }));
    this.#read = undefined;
  }

  async remove(registry: string): Promise<void> {
    const name = canonicalRegistry(registry);
    await this.#secrets.delete(secretPrefix + name);
    await this.#memory.update(
      namesKey,
      this.#names().filter((other) => other !== name),
    );
    this.#heardOf.delete(name);
    this.#read = undefined;
  }

  dispose(): void {
    this.#watch.dispose();
    this.#changed.dispose();
  }

  #names(): string[] {
    return this.#memory.get<string[]>(namesKey, []);
  }

  async #readAll(): Promise<readonly RegistryLogin[]> {
    const names = [...new Set([...this.#names(), ...this.#heardOf])].sort();
    const found = await Promise.all(
      names.map(async (registry) =>
        loginOf(registry, await Promise.resolve(this.#secrets.get(secretPrefix + registry)).catch(() => undefined)),
      ),
    );
    return found.flat();
  }
}

function loginOf(registry: string, text: string | undefined): RegistryLogin[] {
  if (text === undefined) return [];
  try {
    const { username, password }: { readonly username?: unknown; readonly password?: unknown } = JSON.parse(text);
    return typeof username === 'string' && typeof password === 'string' ? [{ registry, username, password }] : [];
  } catch {
    return [];
  }
}

import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { RegistryLogins } from '../../../../src/extension/registries/registry-logins.ts';
import { EventEmitter } from '../../../support/vscode.ts';

/** VS Code's secret storage, shared by two windows; each has a memory of its own. */
function windows() {
  const held = new Map<string, string>();
  const changed = new EventEmitter<{ key: string }>();
  const secrets = {
    get: async (key: string) => held.get(key),
    store: async (key: string, value: string) => {
      held.set(key, value);
      changed.fire({ key });
    },
    delete: async (key: string) => {
      held.delete(key);
      changed.fire({ key });
    },
    onDidChange: changed.event,
  };
  const open = () => {
    const memory = new Map<string, unknown>();
    const globalState = {
      get: (key: string, usual: unknown) => memory.get(key) ?? usual,
      update: async (key: string, value: unknown) => void memory.set(key, value),
    };
    const logins = new RegistryLogins({ secrets, globalState } as unknown as vscode.ExtensionContext);
    let changes = 0;
    logins.onDidChange(() => changes++);
    return { logins, memory, changes: () => changes };
  };
  return { held, open };
}

describe('logins to registries', () => {
  it('are kept in the secret storage only, by the name of their registry', async () => {
    const { held, open } = windows();
    const { logins, memory } = open();
    await logins.set('index.docker.io', 'me', 'word');
    await logins.set('r.example:5000', 'you', 'other');
    expect(await logins.all()).toEqual([
      { registry: 'docker.io', username: 'me', password: 'word' },
      { registry: 'r.example:5000', username: 'you', password: 'other' },
    ]);
    expect([...held.keys()].sort()).toEqual(['registry:docker.io', 'registry:r.example:5000']);
    expect(JSON.stringify([...memory])).not.toMatch(/word|other/);
  });

  it('are replaced, and forgotten', async () => {
    const { held, open } = windows();
    const { logins, changes } = open();
    await logins.set('r.example', 'me', 'old');
    await logins.set('r.example', 'me', 'new');
    expect(await logins.all()).toMatchObject([{ password: 'new' }]);
    await logins.remove('r.example');
    expect(await logins.all()).toEqual([]);
    expect(held.size).toBe(0);
    expect(changes()).toBe(3);
  });

  it('of another window are known at once', async () => {
    const { open } = windows();
    const [one, other] = [open(), open()];
    expect(await other.logins.all()).toEqual([]);
    await one.logins.set('r.example', 'me', 'word');
    expect(other.changes()).toBe(1);
    expect(await other.logins.all()).toMatchObject([{ registry: 'r.example', password: 'word' }]);
    await one.logins.remove('r.example');
    expect(await other.logins.all()).toEqual([]);
  });

  it('that cannot be read are as if they were not there', async () => {
    const { held, open } = windows();
    const { logins } = open();
    await logins.set('a.example', 'me', 'word');
    await logins.set('b.example', 'me', 'word');
    held.set('registry:a.example', 'no JSON');
    held.set('registry:b.example', '{"username":1}');
    logins.dispose();
    expect(await open().logins.all()).toEqual([]);
    held.set('registry:b.example', '{"username":"me","password":"word"}');
    expect(await logins.all()).toMatchObject([{ registry: 'b.example' }]);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReleaseError } from '#problem';
import { signInToRegistry } from '../../../../src/extension/registries/sign-in-to-registry.ts';
import { signOutOfRegistry } from '../../../../src/extension/registries/sign-out-of-registry.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { window, workspace } from '../../../support/vscode.ts';

const place = { settings: '/release/marketplace.yaml' };
const kept = new Map<string, string>();
let outcome: () => Promise<{ state: string }>;
let asked: unknown[];
const signals: (AbortSignal | undefined)[] = [];

const services = {
  selection: { whereabouts: async () => ({ world: 'aws', place }) },
  registryLogins: {
    all: async () => [{ registry: 'docker.io', username: 'me', password: 'x' }],
    set: async (registry: string, username: string, password: string) =>
      void kept.set(registry, `${username}:${password}`),
    remove: async (registry: string) => void kept.delete(registry),
  },
  workers: {
    ask: async (world: string, operation: string, input: object, options?: { signal: AbortSignal }) => {
      asked.push([world, operation, input]);
      signals.push(options?.signal);
      if (operation === 'targets')
        return [{ registry: '709825985650.dkr.ecr.us-east-1.amazonaws.com' }, { registry: 'own.example' }];
      if (operation === 'outline')
        return { files: [{ images: [{ source: 'docker.io/a/b:1' }, { source: 'own.example/c:1' }] }] };
      return outcome();
    },
  },
} as unknown as Services;

/** Somebody who picks a registry of the list, or types another, and then a user and a password. */
function types(registry: string, ...typed: string[]) {
  const shown: string[] = [];
  const boxes: { password?: boolean | undefined; value?: string | undefined; fault: string | undefined }[] = [];
  vi.spyOn(window, 'showQuickPick').mockImplementation(async (items) => {
    const labels = (items as { label: string }[]).map(({ label }) => label);
    shown.push(...labels);
    return items.find((_, at) => labels[at] === registry) ?? items.at(-1);
  });
  vi.spyOn(window, 'showInputBox').mockImplementation(async ({ password, value, validateInput }) => {
    const text = typed.shift();
    boxes.push({ password, value, fault: text === undefined ? undefined : validateInput?.(text) });
    return text;
  });
  return { shown, boxes };
}

const warnings = (chosen?: string) => vi.spyOn(window, 'showWarningMessage').mockImplementation(async () => chosen);
const refused = async () => {
  throw new ReleaseError('login-refused', 'own.example answered 401');
};

beforeEach(() => {
  kept.clear();
  asked = [];
  outcome = async () => ({ state: 'accepted' });
});
afterEach(() => {
  vi.restoreAllMocks();
  workspace.isTrusted = true;
});

describe('signing in to a registry', () => {
  it('offers the registries of the release but not ECR, tries the login, and keeps it', async () => {
    const { shown, boxes } = types('own.example', 'you', 'word');
    await signInToRegistry(services);
    expect(shown).toEqual(['own.example', 'docker.io', '$(edit) Another registry…']);
    expect(boxes.map(({ password }) => password)).toEqual([undefined, true]);
    expect(asked.at(-1)).toEqual([
      'aws',
      'tryLogin',
      { place, registry: 'own.example', username: 'you', password: 'word' },
    ]);
    expect([...kept]).toEqual([['own.example', 'you:word']]);
  });

  it('takes another registry, if it is one that has logins of its own', async () => {
    for (const [typed, isGood] of [
      ['r.example:5000', true],
      ['https://r.example/x', false],
      ['111122223333.dkr.ecr.eu-central-1.amazonaws.com', false],
    ] as const) {
      const { boxes } = types('another', typed, 'me', 'word');
      await signInToRegistry(services);
      expect(boxes[0]?.fault === undefined).toBe(isGood);
    }
    expect(kept.has('r.example:5000')).toBe(true);
  });

  it('keeps what is refused, or could not be tried, only when somebody insists', async () => {
    for (const how of [refused, async () => ({ state: 'unasked' })]) {
      outcome = how;
      types('own.example', 'you', 'word');
      const asking = warnings();
      await signInToRegistry(services);
      expect(asking).toHaveBeenCalledTimes(1);
      expect(kept.size).toBe(0);
      warnings('Keep It All the Same');
      types('own.example', 'you', 'word');
      await signInToRegistry(services);
      expect(kept.size).toBe(1);
      kept.clear();
      vi.restoreAllMocks();
    }
  });

  it('is broken off at each step without a trace', async () => {
    for (const typed of [[], ['you']]) {
      types('own.example', ...typed);
      await signInToRegistry(services);
    }
    expect(kept.size).toBe(0);
    expect(asked.filter((one) => (one as string[])[1] === 'tryLogin')).toEqual([]);
  });

  it('asks again for the same user when a registry refuses, and says whom it refused', async () => {
    outcome = refused;
    const { boxes } = types('own.example', 'you', 'wrong', 'you', 'right');
    const asking = vi.spyOn(window, 'showWarningMessage').mockImplementation(async (_words, ...buttons) => {
      outcome = async () => ({ state: 'accepted' });
      return String(buttons[0]);
    });
    await signInToRegistry(services);
    expect(asking.mock.calls).toEqual([
      ['own.example refused the user you and this password. Nothing was kept.', 'Try Again', 'Keep It All the Same'],
    ]);
    expect(boxes.map(({ value }) => value)).toEqual([undefined, undefined, 'you', undefined]);
    expect([...kept]).toEqual([['own.example', 'you:right']]);
  });

  it('offers what somebody is signed in to already, wherever it is', async () => {
    const elsewhere = { ...services, selection: { whereabouts: async () => undefined } } as unknown as Services;
    const { shown } = types('docker.io');
    await signInToRegistry(elsewhere);
    expect(shown).toEqual(['docker.io', '$(edit) Another registry…']);
  });

  it('can be broken off while the registry does not answer', async () => {
    types('own.example', 'you', 'word');
    const asking = warnings('Keep It All the Same');
    vi.spyOn(window, 'withProgress').mockImplementation(async (options, task) => {
      expect(options).toMatchObject({ cancellable: true });
      return task({}, { isCancellationRequested: true });
    });
    outcome = async () => {
      throw new ReleaseError('cancelled', 'Cancelled');
    };
    await signInToRegistry(services);
    expect(signals.at(-1)?.aborted).toBe(true);
    expect([asking.mock.calls.length, kept.size]).toEqual([0, 0]);
  });

  it('is not done in a workspace that is not trusted', async () => {
    workspace.isTrusted = false;
    const asking = warnings();
    await signInToRegistry(services);
    expect(asking).toHaveBeenCalledTimes(1);
    expect(asked).toEqual([]);
  });

  it('is undone for a registry that is chosen', async () => {
    kept.set('docker.io', 'me:x');
    types('docker.io');
    await signOutOfRegistry(services);
    expect(kept.size).toBe(0);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { refreshOnChange } from '../../../../src/extension/repositories/refresh-on-change.ts';
import type { RepositoriesTree } from '../../../../src/extension/repositories/repositories-tree.ts';
import type { RepositoryFilter } from '../../../../src/extension/repositories/repository-filter.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { EventEmitter } from '../../../support/vscode.ts';

let said: string[];
let sandbox: { running: { dataDir: string } | undefined };
let model: { where: { world: 'aws' | 'sandbox' }; hasFailed: boolean };
const chosen = new EventEmitter<void>();
const written = new EventEmitter<void>();
const filtered = new EventEmitter<void>();
const tagged = new EventEmitter<readonly string[]>();
const sandboxChanged = new EventEmitter<void>();

beforeEach(() => {
  said = [];
  sandbox = { running: undefined };
  model = { where: { world: 'sandbox' }, hasFailed: false };
  for (const emitter of [chosen, written, filtered, tagged, sandboxChanged]) emitter.dispose();
  const tree = {
    get model() {
      return model;
    },
    refresh: () => said.push('refresh'),
    refilter: () => said.push('refilter'),
    tagsChanged: (references: readonly string[]) => said.push(`tags ${references}`),
  } as unknown as RepositoriesTree;
  const services = {
    selection: { onDidChange: chosen.event, onDidWrite: written.event },
    tagsChanged: { onDidChange: tagged.event },
    sandbox: {
      onDidChange: sandboxChanged.event,
      get running() {
        return sandbox.running;
      },
    },
  } as unknown as Services;
  refreshOnChange(services, { onDidChange: filtered.event } as unknown as RepositoryFilter, tree);
});

async function use(running: { dataDir: string } | undefined): Promise<void> {
  sandbox.running = running;
  sandboxChanged.fire();
  await new Promise((resolve) => setImmediate(resolve));
}

describe('the view', () => {
  it('follows what is chosen, what is filtered, and what jobs touch', () => {
    chosen.fire();
    filtered.fire();
    tagged.fire(['a:1']);
    expect(said).toEqual(['refresh', 'refilter', 'tags a:1']);
  });

  it('does not ask again when its own question has started the sandbox', async () => {
    await use({ dataDir: '/a' });
    expect(said).toEqual([]);
  });

  it('asks again after its settings were written only when a question has failed', () => {
    written.fire();
    expect(said).toEqual([]);
    model.hasFailed = true;
    written.fire();
    expect(said).toEqual(['refresh']);
  });

  it('asks again when the sandbox is another one, and does not start one that has gone', async () => {
    await use({ dataDir: '/a' });
    await use({ dataDir: '/b' });
    expect(said).toEqual(['refresh']);
    // Somebody may have stopped it, in another window too.
    await use(undefined);
    expect(said).toHaveLength(1);
    // Started by a question.
    await use({ dataDir: '/b' });
    expect(said).toHaveLength(1);
  });

  it('does not ask again and again when it is a question of its own that fails', async () => {
    await use({ dataDir: '/a' });
    const going = use({ dataDir: '/b' });
    // The failure comes to the view after the word of the sandbox.
    model.hasFailed = true;
    await going;
    expect(said).toEqual([]);
  });

  it('does not mind the sandbox while something real is shown', async () => {
    model.where.world = 'aws';
    await use({ dataDir: '/a' });
    await use(undefined);
    expect(said).toEqual([]);
  });
});

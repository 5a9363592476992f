import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import { parseNameFilter } from '../../../../src/extension/repositories/name-filter.ts';
import type { Node, RepositoryNode, TagNode } from '../../../../src/extension/repositories/node.ts';
import { RepositoriesTree, type ViewStanding } from '../../../../src/extension/repositories/repositories-tree.ts';
import type { RepositoryFilter } from '../../../../src/extension/repositories/repository-filter.ts';
import type { Whereabouts } from '../../../../src/extension/selection/selection.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { settings, workspace } from '../../../support/vscode.ts';
import { digestOf, RegistryQuestions, target } from './registry-questions.ts';

const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };
const place = { settings: '/r/marketplace.yaml' };

let registry: RegistryQuestions;
let where: Whereabouts | undefined;
let filter: { text: string };
let tree: RepositoriesTree;
let fired: (Node | undefined)[];
let standings: ViewStanding[];

afterEach(() => {
  settings.clear();
  workspace.isTrusted = true;
});
beforeEach(() => {
  settings.set('marketplaceRelease.tags.sort', 'pushed');
  registry = new RegistryQuestions();
  for (const name of ['operate', 'zeebe'])
    registry.repositories.set(`${target.prefix}/${name}`, [{ tag: '1.0', digest: digestOf(name) }]);
  where = { world: 'aws', place };
  filter = { text: '' };
  const services = {
    workers: registry,
    selection: {
      get current() {
        return { world: where?.world ?? 'aws' };
      },
      whereabouts: async () => where,
    },
    log: { warn: () => undefined },
  } as unknown as Services;
  const asFilter = {
    get text() {
      return filter.text;
    },
    get matches() {
      return parseNameFilter(filter.text);
    },
  } as RepositoryFilter;
  tree = new RepositoriesTree(services, asFilter);
  fired = [];
  standings = [];
  tree.onDidChangeTreeData((node) => fired.push(node));
  tree.onDidStand((standing) => standings.push(standing));
});

const names = (nodes: readonly Node[]) =>
  nodes.map((node) => (node.kind === 'repository' ? node.name : node.kind === 'tag' ? node.tag : node.kind));
const state = () => standings.at(-1)?.state;

async function repository(name: string): Promise<RepositoryNode> {
  const found = (await tree.getChildren()).find((node) => node.kind === 'repository' && node.name === name);
  if (found?.kind !== 'repository') throw new Error(`There is no row ${name}`);
  return found;
}

async function tagOf(name: string): Promise<TagNode> {
  const [tag] = await tree.getChildren(await repository(name));
  if (tag?.kind !== 'tag') throw new Error(`There is no tag below ${name}`);
  return tag;
}

describe('the state of the view', () => {
  it('is ready with rows, after loading', async () => {
    expect(names(await tree.getChildren())).toEqual(['operate', 'zeebe']);
    expect(standings.map(({ state }) => state)).toEqual(['loading', 'ready']);
  });

  it('is a welcome without settings, and nobody is asked', async () => {
    where = undefined;
    expect(await tree.getChildren()).toEqual([]);
    expect(state()).toBe('settings-missing');
    expect(registry.asked).toEqual([]);
  });

  it('asks nobody in a workspace that is not trusted', async () => {
    workspace.isTrusted = false;
    expect(await tree.getChildren()).toEqual([]);
    expect(state()).toBe('untrusted');
    expect(registry.asked).toEqual([]);
  });

  it('shows the sandbox itself in a workspace that is not trusted, whatever its settings say', async () => {
    workspace.isTrusted = false;
    where = { world: 'sandbox', place };
    expect(names(await tree.getChildren())).toEqual(['operate', 'zeebe']);
    expect(standings.at(-1)?.model?.where).toEqual({ world: 'sandbox', place: {} });
  });

  it.each([
    ['aws-login-missing', 'login-missing'],
    ['login-expired', 'login-expired'],
    ['login-refused', 'registry-login'],
    ['access-denied', 'access-denied'],
    ['unreachable', 'unreachable'],
    ['input-invalid', 'settings-invalid'],
    ['target-choice', 'target-choice'],
    ['aws-error', 'failed'],
    ['internal', 'failed'],
  ] as const)('is a welcome when the first page fails: %s', async (code, expected) => {
    registry.failing.set('repositories', new ReleaseError(code, 'no'));
    expect(await tree.getChildren()).toEqual([]);
    expect(state()).toBe(expected);
  });

  it('is a welcome when there is nothing, or the filter leaves nothing', async () => {
    filter.text = 'x';
    expect(await tree.getChildren()).toEqual([]);
    expect(state()).toBe('filtered');
    registry.repositories.clear();
    tree.refresh();
    expect(await tree.getChildren()).toEqual([]);
    expect(state()).toBe('empty');
  });

  it('comes back when it is tried again', async () => {
    registry.failing.set('repositories', new ReleaseError('unreachable', 'no'));
    await tree.getChildren();
    registry.failing.clear();
    tree.refresh();
    expect(fired).toEqual([undefined]);
    expect(names(await tree.getChildren())).toEqual(['operate', 'zeebe']);
    expect(state()).toBe('ready');
  });
});

describe('pages', () => {
  beforeEach(() => {
    registry.repositories.clear();
    const tags = Array.from({ length: 150 }, (_, at) => ({ tag: `1.0.${at}` }));
    for (let at = 100; at < 250; at++) registry.repositories.set(`${target.prefix}/r${at}`, tags);
  });

  it('end in a row that asks for more, of the tree and of a repository, and fires only what it is in', async () => {
    const rows = await tree.getChildren();
    expect(rows).toHaveLength(101);
    const more = rows.at(-1);
    expect(more).toEqual({ kind: 'more', parent: undefined });
    if (more?.kind !== 'more') return;
    await tree.more(more);
    expect(fired).toEqual([undefined]);
    expect(await tree.getChildren()).toHaveLength(150);

    const parent = await repository('r100');
    const tags = await tree.getChildren(parent);
    expect(tags.at(-1)).toEqual({ kind: 'more', parent });
    await tree.more({ kind: 'more', parent });
    expect(fired).toEqual([undefined, parent]);
    expect(await tree.getChildren(parent)).toHaveLength(150);
    expect(registry.asked).toHaveLength(4);
  });

  it('keep their rows when the next one fails, and end in an error that is tried again', async () => {
    const rows = await tree.getChildren();
    const error = new ReleaseError('unreachable', 'no');
    registry.failing.set('repositories', error);
    await tree.more({ kind: 'more', parent: undefined });
    const after = await tree.getChildren();
    expect(after.slice(0, 100)).toEqual(rows.slice(0, 100));
    expect(after.at(-1)).toEqual({ kind: 'trouble', parent: undefined, error });
    expect(state()).toBe('ready');
    registry.failing.clear();
    await tree.more({ kind: 'trouble', parent: undefined, error });
    expect(await tree.getChildren()).toHaveLength(150);
  });

  it('are read on for a filter', async () => {
    filter.text = 'r24*';
    expect(names(await tree.getChildren())).toHaveLength(10);
    expect(registry.asked).toHaveLength(2);
    filter.text = '';
    tree.refilter();
    expect(await tree.getChildren()).toHaveLength(101);
    expect(registry.asked).toHaveLength(2);
  });
});

describe('what is below', () => {
  it('is an error with a cure when it cannot be read', async () => {
    const parent = await repository('zeebe');
    const error = new ReleaseError('access-denied', 'no');
    registry.failing.set('tags', error);
    expect(await tree.getChildren(parent)).toEqual([{ kind: 'trouble', parent, error }]);
    registry.failing.clear();
    await tree.more({ kind: 'trouble', parent, error });
    expect(names(await tree.getChildren(parent))).toEqual(['1.0']);
  });

  it('is what a tag holds, and the same for an image that fails', async () => {
    const tag = await tagOf('zeebe');
    registry.failing.set('image', new ReleaseError('unreachable', 'no'));
    expect(names(await tree.getChildren(tag))).toEqual(['trouble']);
    registry.failing.clear();
    expect(names(await tree.getChildren(tag))).toEqual(['platform', 'platform']);
  });

  it('leads back up', async () => {
    const tag = await tagOf('zeebe');
    const [platform] = await tree.getChildren(tag);
    expect(platform && tree.getParent(platform)).toBe(tag);
    expect(tree.getParent(tag)).toBe(tag.parent);
    expect(tree.getParent(tag.parent)).toBeUndefined();
  });
});

describe('rows that say more once more is known', () => {
  it('are made again: a repository when its tags are there, a tag when it was opened', async () => {
    const zeebe = await repository('zeebe');
    expect(tree.getTreeItem(zeebe).description).toBe('');
    const [tag] = await tree.getChildren(zeebe);
    expect(fired).toEqual([zeebe]);
    expect(tree.getTreeItem(zeebe).description).toBe('1 tag');
    await tree.getChildren(zeebe);
    expect(fired).toEqual([zeebe]);

    if (!tag) throw new Error('There is no tag');
    expect(tree.getTreeItem(tag).description).toBe('');
    await tree.getChildren(tag);
    expect(fired).toEqual([zeebe, tag]);
    expect(tree.getTreeItem(tag).description).toBe('amd64 arm64 · 5.0 kB');
  });

  it('are made again only when the pointer has left them: it would close the tooltip', async () => {
    const [zeebe, operate] = [await tagOf('zeebe'), await tagOf('operate')];
    const item = tree.getTreeItem(zeebe);
    fired.length = 0;
    const resolved = await tree.resolveTreeItem(item, zeebe, token);
    expect(resolved?.tooltip).toMatchObject({ value: expect.stringContaining('linux/amd64') });
    expect(fired).toEqual([]);
    await tree.resolveTreeItem(tree.getTreeItem(operate), operate, token);
    expect(fired).toEqual([zeebe]);
  });
});

describe('a choice of something else', () => {
  it('leaves no answer of before in the new tree', async () => {
    let open = () => {};
    registry.gate = new Promise((resolve) => {
      open = resolve;
    });
    const before = tree.getChildren();
    await new Promise((resolve) => setImmediate(resolve));
    where = { world: 'sandbox', place };
    tree.refresh();
    const after = tree.getChildren();
    open();
    expect(await before).toEqual([]);
    expect(names(await after)).toEqual(['operate', 'zeebe']);
    expect(standings.map(({ state, model }) => `${state} ${model?.where.world}`)).toEqual([
      'loading aws',
      'loading sandbox',
      'ready sandbox',
    ]);
    expect(registry.signals[0]?.aborted).toBe(true);
  });

  it('leaves no tags of before in the new tree', async () => {
    const zeebe = await repository('zeebe');
    let open = () => {};
    registry.gate = new Promise((resolve) => {
      open = resolve;
    });
    const before = tree.getChildren(zeebe);
    tree.refresh();
    open();
    expect(await before).toEqual([]);
  });

  it('has no use for rows of before, which VS Code shows until the new ones are there', async () => {
    const tag = await tagOf('zeebe');
    const item = tree.getTreeItem(tag.parent);
    where = { world: 'sandbox', place };
    tree.refresh();
    await tree.getChildren();
    const asked = registry.asked.length;
    expect(await tree.getChildren(tag.parent)).toEqual([]);
    expect(await tree.getChildren(tag)).toEqual([]);
    await tree.resolveTreeItem(item, tag, token);
    await tree.more({ kind: 'more', parent: tag.parent });
    expect(tree.reach(tag)).toBe(false);
    expect(registry.asked).toHaveLength(asked);
    expect(names(await tree.getChildren(await repository('zeebe')))).toEqual(['1.0']);
  });

  it('does nothing twice while it is not known where to ask', async () => {
    const both = Promise.all([tree.getChildren(), tree.getChildren()]);
    expect((await both).map(names)).toEqual([
      ['operate', 'zeebe'],
      ['operate', 'zeebe'],
    ]);
    expect(registry.asked).toHaveLength(1);
  });
});

describe('what has changed', () => {
  it('is asked for again: of the repositories that a job has touched', async () => {
    const zeebe = await repository('zeebe');
    await tree.getChildren(zeebe);
    fired.length = 0;
    tree.tagsChanged([
      `${target.registry}/${target.prefix}/zeebe:2.0`,
      `${target.registry}/${target.prefix}/operate:2.0`,
    ]);
    // Nobody has looked into operate.
    expect(fired).toEqual([zeebe]);
    registry.repositories.set(zeebe.repository, [{ tag: '1.0' }, { tag: '2.0' }]);
    expect(names(await tree.getChildren(zeebe))).toEqual(['2.0', '1.0']);
  });

  it('is asked for again as a whole when a job made a repository that it lacks, or when it could not be read', async () => {
    await repository('zeebe');
    fired.length = 0;
    tree.tagsChanged([`${target.registry}/${target.prefix}/zeebe:2.0`, 'elsewhere.example/new:1.0']);
    expect(fired).toEqual([]);
    tree.tagsChanged([`${target.registry}/${target.prefix}/new:1.0`]);
    expect(fired).toEqual([undefined]);
    registry.failing.set('repositories', new ReleaseError('file-not-found', 'There is no layout yet'));
    await tree.getChildren();
    registry.failing.clear();
    fired.length = 0;
    tree.tagsChanged([`${target.registry}/${target.prefix}/new:1.0`]);
    expect(fired).toEqual([undefined]);
    expect(names(await tree.getChildren())).toEqual(['operate', 'zeebe']);
  });

  it('is asked for again: of one repository', async () => {
    const zeebe = await repository('zeebe');
    await tree.getChildren(zeebe);
    fired.length = 0;
    tree.refreshRepositories([zeebe]);
    expect(fired).toEqual([zeebe]);
    await tree.getChildren(zeebe);
    expect(registry.asked.filter((question) => question.includes('tags'))).toHaveLength(2);
  });

  it('is shown in another order without asking', async () => {
    const zeebe = await repository('zeebe');
    registry.repositories.set(zeebe.repository, [{ tag: '1.9' }, { tag: '2.0' }]);
    expect(names(await tree.getChildren(zeebe))).toEqual(['2.0', '1.9']);
    settings.set('marketplaceRelease.tags.sort', 'name');
    tree.reorder();
    expect(names(await tree.getChildren(zeebe))).toEqual(['1.9', '2.0']);
    expect(registry.asked).toHaveLength(2);
  });
});

describe('load', () => {
  it('gives the model with its first page, or throws why there is none', async () => {
    expect((await tree.load()).repositories.all).toHaveLength(2);
    registry.failing.set('repositories', new ReleaseError('unreachable', 'no'));
    tree.refresh();
    await expect(tree.load()).rejects.toMatchObject({ code: 'unreachable' });
    where = undefined;
    tree.refresh();
    await expect(tree.load()).rejects.toMatchObject({ code: 'settings-missing' });
  });

  it('asks again after a failure, once each time, and has the rows made again', async () => {
    registry.failing.set('repositories', new ReleaseError('login-expired', 'no'));
    await tree.getChildren();
    await expect(tree.load()).rejects.toMatchObject({ code: 'login-expired' });
    expect(registry.asked).toHaveLength(2);
    registry.failing.clear();
    fired.length = 0;
    expect((await tree.load()).repositories.all).toHaveLength(2);
    expect(registry.asked).toHaveLength(3);
    expect(fired).toEqual([undefined]);
    expect(names(await tree.getChildren())).toEqual(['operate', 'zeebe']);
    expect(state()).toBe('ready');
    expect(registry.asked).toHaveLength(3);
  });

  it('follows what is chosen while it waits', async () => {
    const before = tree.load();
    where = { world: 'sandbox', place };
    tree.refresh();
    expect((await before).where.world).toBe('sandbox');
    let open = () => {};
    registry.gate = new Promise((resolve) => {
      open = resolve;
    });
    tree.refresh();
    const waiting = tree.load();
    await new Promise((resolve) => setImmediate(resolve));
    where = { world: 'aws', place };
    tree.refresh();
    open();
    expect((await waiting).where.world).toBe('aws');
  });
});

describe('reach', () => {
  it('shows the row of a tag that is loaded beyond those that are shown', async () => {
    const zeebe = await repository('zeebe');
    const tags = Array.from({ length: 300 }, (_, at) => ({ tag: `1.0.${at}` }));
    registry.repositories.set(zeebe.repository, tags);
    registry.pageSize = 1000;
    expect(await tree.getChildren(zeebe)).toHaveLength(101);
    const tag = tree.model?.tags(zeebe).all.find((one) => one.tag === '1.0.5');
    expect(tag && tree.reach(tag)).toBe(true);
    expect(await tree.getChildren(zeebe)).toContain(tag);
  });

  it('knows of no row for a tag that is not loaded', async () => {
    const parent = await repository('zeebe');
    expect(tree.reach({ kind: 'tag', parent, tag: '9' })).toBe(false);
  });
});

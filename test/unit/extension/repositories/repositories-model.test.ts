import { beforeEach, describe, expect, it } from 'vitest';
import { Facts } from '#live';
import { ReleaseError } from '#problem';
import type { RepositoryNode, TagNode } from '../../../../src/extension/repositories/node.ts';
import { referenceOf } from '../../../../src/extension/repositories/node-names.ts';
import { type ImageFact, RepositoriesModel } from '../../../../src/extension/repositories/repositories-model.ts';
import { testClock } from '../../../support/test-clock.ts';
import { digestOf, RegistryQuestions, target } from './registry-questions.ts';

let registry: RegistryQuestions;
let images: Facts<ImageFact>;
let model: RepositoriesModel;

const zeebe = 'camunda/camunda8/zeebe';
const operate = 'camunda/camunda8/operate';

beforeEach(() => {
  registry = new RegistryQuestions();
  registry.repositories.set(zeebe, [
    { tag: '8.3.3', digest: digestOf('8.3.3'), pushedAt: '2023-12-04T08:30:00Z' },
    { tag: '8.3.10', digest: digestOf('8.3.10'), pushedAt: '2023-11-04T08:30:00Z' },
    { tag: 'latest' },
  ]);
  registry.repositories.set(operate, [{ tag: '8.3.4', digest: digestOf('8.3.4') }]);
  images = new Facts({ lifetime: 60_000, most: 10, clock: testClock() });
  model = newModel();
});

function newModel(): RepositoriesModel {
  return new RepositoriesModel(
    { world: 'aws', place: { settings: '/r/marketplace.yaml' } },
    'pushed',
    registry,
    images,
  );
}

async function loaded(name: string): Promise<RepositoryNode> {
  await model.repositories.ready();
  const node = model.repositories.all.find((one) => one.name === name);
  if (!node) throw new Error(`${name} is not loaded`);
  return node;
}

async function tagOf(name: string, tag: string): Promise<TagNode> {
  const tags = model.tags(await loaded(name));
  await tags.ready();
  const node = tags.all.find((one) => one.tag === tag);
  if (!node) throw new Error(`${tag} is not loaded`);
  return node;
}

describe('RepositoriesModel', () => {
  it('asks for nothing by itself, and for tags only of what is opened', async () => {
    expect(registry.asked).toEqual([]);
    await loaded('zeebe');
    expect(registry.asked).toEqual(['aws repositories']);
    await tagOf('zeebe', '8.3.3');
    expect(registry.asked).toEqual(['aws repositories', `aws tags ${zeebe}`]);
  });

  it('has repositories by name, and knows what the first page told', async () => {
    await model.repositories.ready();
    expect(model.repositories.rows.map(({ name }) => name)).toEqual(['operate', 'zeebe']);
    expect(model.told).toEqual({ target, from: 'catalog' });
    expect(model.isFinal).toBe(true);
    expect(model.hasSeveralProducts).toBe(false);
  });

  it('names what lies in a layout by its folder, and forgets what it held all the same', async () => {
    registry.target = { ...target, registry: 'handover.layout', layout: '/out/handover', kind: 'oci' };
    const parent = await loaded('zeebe');
    expect(referenceOf(parent)).toBe(`oci:/out/handover:${zeebe}`);
    const tag = await tagOf('zeebe', '8.3.3');
    expect(referenceOf(tag)).toBe(`oci:/out/handover:${zeebe}:8.3.3`);
    const typed = model.named('other');
    expect(typed && referenceOf(typed)).toBe('oci:/out/handover:camunda/camunda8/other');
    await model.image(tag);
    expect(model.knownImage(tag)).toBeDefined();
    model.forgetTouched([`handover.layout/${zeebe}:8.3.3`]);
    expect(model.knownImage(tag)).toBeUndefined();
  });

  it('has tags in the order that is set, also when that changes', async () => {
    const node = await loaded('zeebe');
    await model.tags(node).ready();
    const rows = () => model.tags(node).rows.map(({ tag }) => tag);
    expect(rows()).toEqual(['8.3.3', '8.3.10', 'latest']);
    expect(model.order('version')).toEqual([node]);
    expect(rows()).toEqual(['8.3.10', '8.3.3', 'latest']);
  });

  it('asks for an image by its digest, or by its tag where there is none, and once', async () => {
    await model.image(await tagOf('zeebe', '8.3.3'));
    await model.image(await tagOf('zeebe', 'latest'));
    await model.image(await tagOf('zeebe', '8.3.3'));
    expect(registry.asked.slice(2)).toEqual([`aws image ${zeebe} ${digestOf('8.3.3')}`, `aws image ${zeebe} latest`]);
  });

  it('keeps no manifests', async () => {
    const { value } = await model.image(await tagOf('zeebe', '8.3.3'));
    expect(value).not.toHaveProperty('manifest');
  });

  it('forgets the tags of one repository and what they hold', async () => {
    const tag = await tagOf('zeebe', '8.3.3');
    const kept = await tagOf('operate', '8.3.4');
    await Promise.all([model.image(tag), model.image(kept)]);
    expect(model.forget((name) => name === zeebe)).toEqual([tag.parent]);
    expect(model.knownTags(tag.parent)).toBeUndefined();
    expect(model.knownImage(tag)).toBeUndefined();
    expect(model.knownTags(kept.parent)).toBeDefined();
    expect(model.knownImage(kept)).toBeDefined();
  });

  it('forgets what a job has touched, if it was known at all', async () => {
    const { parent } = await tagOf('zeebe', '8.3.3');
    await loaded('operate');
    const references = [
      `${target.registry}/${zeebe}:8.4.0`,
      `${target.registry}/${operate}:8.4.0`,
      `elsewhere.example/${zeebe}:8.4.0`,
    ];
    expect(model.forgetTouched(references.slice(2))).toEqual([]);
    expect(model.forgetTouched(references)).toEqual([parent]);
  });

  it('finds the repository that somebody typed, with the prefix or without', async () => {
    const node = await loaded('zeebe');
    for (const text of ['zeebe', zeebe, `${target.registry}/${zeebe}`]) expect(model.named(text)).toBe(node);
    expect(model.named('new')).toEqual({ ...node, name: 'new', repository: 'camunda/camunda8/new' });
  });

  it('does not know where a typed repository would be before anybody answered', () => {
    expect(model.named('zeebe')).toBeUndefined();
  });

  it('finds a tag that is not loaded', async () => {
    const node = await loaded('zeebe');
    const { signal } = new AbortController();
    expect(await model.findTag(node, '8.3.3', signal)).toMatchObject({ kind: 'tag', parent: node, tag: '8.3.3' });
    expect(await model.findTag(node, '9', signal)).toBeUndefined();
    expect(registry.asked.slice(1)).toEqual([`aws tag ${zeebe} 8.3.3`, `aws tag ${zeebe} 9`]);
  });

  it('cancels what is under way when it is stopped', async () => {
    let open = () => {};
    registry.gate = new Promise((resolve) => {
      open = resolve;
    });
    const reading = model.repositories.ready();
    model.stop();
    expect(registry.signals[0]?.aborted).toBe(true);
    open();
    await reading;
    expect(model.repositories.failure?.code).toBe('cancelled');
    // Nobody's fault.
    expect(model.hasFailed).toBe(false);
  });

  it('remembers that something failed, unless it was cancelled', async () => {
    const tag = await tagOf('zeebe', '8.3.3');
    registry.failing.set('image', new ReleaseError('access-denied', 'no'));
    const stop = new AbortController();
    stop.abort(new ReleaseError('cancelled', 'gone'));
    await expect(model.image(tag, stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(model.hasFailed).toBe(false);
    await expect(model.image(tag)).rejects.toMatchObject({ code: 'access-denied' });
    expect(model.hasFailed).toBe(true);
  });
});

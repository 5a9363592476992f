import { describe, expect, it } from 'vitest';
import { parsePlan, planMirror, runMirror } from '#jobs';
import type { ResolvedImage } from '#release';
import { planText } from '#text';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const layers = [noise('layer', 20_000)];
const first = buildImage({ layers, seed: 'first' });
const second = buildImage({ layers, seed: 'second' });
const third = buildImage({ layers, seed: 'third' });

/** A tag that upstream has released again with other content. */
async function newWorld(): Promise<World> {
  const world = await openWorld();
  seed(world.source, 'a', '8.3.4', second);
  seed(world.target, 'p/a', '8.3.4', first);
  return world;
}

const plan = (world: World, images: readonly ResolvedImage[], newTags = true) =>
  planMirror({ images, ignored: [], target: plainTarget, warnings: [], newTags }, world.gateways, { emit: world.emit });

async function mirror(world: World, images: readonly ResolvedImage[]) {
  const made = parsePlan(new TextEncoder().encode(JSON.stringify(await plan(world, images))));
  return runMirror(made, world.gateways, { emit: world.emit, concurrency: 4 });
}

const release = [wanted('a:8.3.4', 'a:8.3.4')];
const short = ({ items }: { items: readonly { target: string; outcome: string }[] }) =>
  items.map(({ target, outcome }) => `${target.slice('target.example/p/'.length)} ${outcome}`);

describe('a release whose tag is taken', () => {
  it('is a conflict unless new tags are asked for', async () => {
    const world = await newWorld();
    expect(short(await plan(world, release, false))).toEqual(['a:8.3.4 conflict']);
  });

  it('goes under a new tag, and is found there by the next run', async () => {
    const world = await newWorld();
    const made = await plan(world, release);
    expect(made.items[0]).toMatchObject({
      outcome: 'copy',
      target: 'target.example/p/a:8.3.4-1',
      wanted: 'target.example/p/a:8.3.4',
      targetDigest: second.root,
    });
    expect(made.ok).toBe(true);
    const text = planText(made, 100)
      .map((line) => line.map((span) => span.text).join(''))
      .join('\n');
    expect(text).toContain('a:8.3.4-1');
    expect(text).toContain('instead of 8.3.4, which is taken');
    expect(short(await mirror(world, release))).toEqual(['a:8.3.4-1 copied']);
    expect(Object.fromEntries(world.target.repository('p/a').tags)).toEqual({
      '8.3.4': first.root,
      '8.3.4-1': second.root,
    });
    expect(short(await mirror(world, release))).toEqual(['a:8.3.4-1 present']);
    expect(world.target.repository('p/a').tags.size).toBe(2);
  });

  it('is told by a plain plan where it is, or where it could go', async () => {
    const world = await newWorld();
    const hint = async () => (await plan(world, release, false)).items[0]?.hint;
    expect(await hint()).toMatch(/^Release it under a new tag, for example 8\.3\.4-1, or leave it out;/);
    await mirror(world, release);
    expect(await hint()).toMatch(
      /^The image is there already as 8\.3\.4-1: name that tag in the image list or release file, or leave it out;/,
    );
    seed(world.source, 'a', '8.3.4', third);
    expect(await hint()).toMatch(/^Release it under a new tag, for example 8\.3\.4-2,/);
  });

  it('gets the next one when upstream releases it yet again', async () => {
    const world = await newWorld();
    await mirror(world, release);
    seed(world.source, 'a', '8.3.4', third);
    expect(short(await mirror(world, release))).toEqual(['a:8.3.4-2 copied']);
    expect(short(await mirror(world, release))).toEqual(['a:8.3.4-2 present']);
  });

  it('never gets a tag that another image of the release has, or gets', async () => {
    const world = await newWorld();
    seed(world.source, 'a', '8.3.4-1', third);
    const both = [...release, wanted('a:8.3.4-1', 'a:8.3.4-1')];
    expect(short(await plan(world, both))).toEqual(['a:8.3.4-2 copy', 'a:8.3.4-1 copy']);
    seed(world.target, 'p/a', '8.3.4-1', first);
    const tags = (await plan(world, both)).items.map(({ target }) => target);
    expect(new Set(tags)).toEqual(new Set(['target.example/p/a:8.3.4-2', 'target.example/p/a:8.3.4-3']));
    const done = await mirror(world, both);
    expect(done.ok).toBe(true);
    expect(short(await mirror(world, both)).map((one) => one.split(' ')[1])).toEqual(['present', 'present']);
    expect(world.target.repository('p/a').tags.size).toBe(4);
  });

  it('stays a conflict when no tag fits any more', async () => {
    const world = await newWorld();
    const tag = `v${'1'.repeat(127)}`;
    seed(world.source, 'a', tag, second);
    seed(world.target, 'p/a', tag, first);
    expect(short(await plan(world, [wanted(`a:${tag}`, `a:${tag}`)]))).toEqual([`a:${tag} conflict`]);
  });
});

import { describe, expect, it } from 'vitest';
import { planMirror, runMirror } from '#jobs';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';
import { testClock } from '../../support/test-clock.ts';

const one = buildImage({ layers: [noise('one', 2000)], seed: 'one' });
const other = buildImage({ layers: [noise('other', 2000)], seed: 'other' });
const images = [wanted('one:1', 'one:1'), wanted('other:1', 'other:1')];

function plan({ gateways, emit }: World) {
  return planMirror({ images, ignored: [], target: plainTarget, warnings: [] }, gateways, { emit });
}

/** A world whose target has both images already. */
async function mirroredWorld(clock = testClock()): Promise<World> {
  const world = await openWorld({ clock });
  for (const registry of [world.source, world.target]) {
    const prefix = registry === world.target ? 'p/' : '';
    seed(registry, `${prefix}one`, '1', one);
    seed(registry, `${prefix}other`, '1', other);
  }
  return world;
}

describe('a plan with nothing to write', () => {
  it('that was made just now is run without asking the target again', async () => {
    const world = await mirroredWorld();
    const made = await plan(world);
    world.target.requests.length = 0;
    const report = await runMirror(made, world.gateways, {
      emit: world.emit,
      concurrency: 4,
      plannedSince: world.gateways.clock.now(),
    });
    expect(report).toMatchObject({ ok: true, summary: { present: 2, copied: 0 } });
    expect(world.target.requests).toEqual([]);
  });

  it('that took long to make is held against the target once more', async () => {
    const clock = testClock();
    const world = await mirroredWorld(clock);
    const plannedSince = clock.now();
    const made = await plan(world);
    clock.advance(60_000);
    seed(world.target, 'p/one', '1', other);
    const run = runMirror(made, world.gateways, { emit: world.emit, concurrency: 4, plannedSince });
    await expect(run).rejects.toMatchObject({ code: 'plan-stale' });
  });

  it('that was saved is held against the target once', async () => {
    const world = await mirroredWorld();
    const made = await plan(world);
    world.target.requests.length = 0;
    await runMirror(made, world.gateways, { emit: world.emit, concurrency: 4 });
    expect(world.target.requests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  it('that was saved is refused when a tag has moved since', async () => {
    const world = await mirroredWorld();
    const made = await plan(world);
    seed(world.target, 'p/one', '1', other);
    const run = runMirror(made, world.gateways, { emit: world.emit, concurrency: 4 });
    await expect(run).rejects.toMatchObject({ code: 'plan-stale' });
  });
});

describe('a new plan with something to write', () => {
  it('is held against the target all the same', async () => {
    const world = await mirroredWorld();
    world.target.repository('p/one').tags.clear();
    const made = await plan(world);
    seed(world.target, 'p/other', '1', one);
    const run = runMirror(made, world.gateways, {
      emit: world.emit,
      concurrency: 4,
      plannedSince: world.gateways.clock.now(),
    });
    await expect(run).rejects.toMatchObject({ code: 'plan-stale' });
  });
});

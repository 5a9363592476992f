import { describe, expect, it } from 'vitest';
import { planMirror, type Report, runMirror } from '#jobs';
import { type Clock, type Http, NetworkError } from '#registry';
import { allFaultPlaces, inLanes } from '../../support/fault-places.ts';
import { type FaultPlace, trial } from '../../support/fault-world.ts';
import { faults } from '../../support/faults.ts';
import { openWorld, plainTarget, seed, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

describe('every fault at a request', () => {
  it('leaves each image whole or failed with a code, no tag without content, and the other unharmed', async () => {
    const places = sample(await allFaultPlaces());
    const broken = await inLanes(places, 6, async (place) => ({ place, broken: await trial(place) }));
    expect(broken.filter((one) => one.broken.length > 0)).toEqual([]);
    expect(new Set(places.map(({ fault }) => fault))).toEqual(new Set(Object.keys(faults)));
  });
});

/**
 * Some of thousands, always the same: each fault at one place, every second one (where that takes no time) for good, and what can befall
 * a tag. All of them: npm run soak.
 */
function sample(places: readonly FaultPlace[]): FaultPlace[] {
  const random = virtualClock(0, 20_260_101).random;
  const chosen = Object.keys(faults).map((fault, at) => {
    const isLasting = !faults[fault]?.isSlow && at % 2 === 1;
    const fitting = places.filter((place) => place.fault === fault && place.isLasting === isLasting);
    return fitting[Math.floor(random() * fitting.length)];
  });
  const atTags = places.filter(
    ({ fault, key, isLasting }) =>
      !isLasting && key === 'target PUT /v2/p/a/manifests/1' && /tag is|answer is lost|same tag/.test(fault),
  );
  return [...chosen.filter((place) => place !== undefined), ...atTags];
}

/** A release of four images over a network that can be gone for a while, on a clock of simulated time. */
async function shakyWorld() {
  const world = await openWorld();
  const clock = virtualClock();
  const names = ['a', 'b', 'c', 'd'];
  for (const name of names) {
    const layers = [noise('base', 3000), noise(name, 2000)];
    seed(world.source, name, '1', buildImage({ layers, seed: name, platforms: ['linux/amd64', 'linux/arm64'] }));
  }
  const network = { sent: 0, goneAt: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY, outageMs: 0 };
  const isGone = () => network.sent > network.goneAt && clock.now() < network.until;
  const http: Http = {
    send: async (request) => {
      network.sent++;
      if (network.sent === network.goneAt + 1) network.until = clock.now() + network.outageMs;
      if (isGone()) throw new NetworkError('refused', 'refused');
      const response = await world.gateways.http.send(request);
      return { ...response, body: cut(response.body, isGone) };
    },
  };
  for (const registry of [world.source, world.target]) {
    // What is on its way when the network goes is done, or not, but nobody hears of it.
    registry.intercept = (_, response) => {
      if (isGone()) response.socket?.resetAndDestroy();
      return isGone();
    };
  }
  const gateways = { ...world.gateways, http, clock };
  const images = names.map((name) => wanted(`${name}:1`, `${name}:1`));
  const plan = await planMirror({ images, ignored: [], target: plainTarget, warnings: [] }, gateways, {
    emit: world.emit,
  });
  return {
    world,
    clock,
    network,
    /** @param after how many requests of the run the network goes, and for how many ms */
    run: (after: number, outageMs: number): Promise<Report> => {
      network.goneAt = network.sent + after;
      network.outageMs = outageMs;
      return runMirror(plan, gateways, { emit: world.emit, concurrency: 4 });
    },
  };
}

async function* cut(body: AsyncIterable<Uint8Array>, isGone: () => boolean) {
  for await (const chunk of body) {
    if (isGone()) throw new NetworkError('reset', 'reset');
    yield chunk;
  }
}

describe('a network that is lost in the middle of a run', () => {
  it.each([
    [30_000, 31],
    [200_000, 61],
  ])('for %i ms: the run completes, and no whole blob is sent again', async (outageMs, step) => {
    const clean = await shakyWorld();
    const whole = await clean.run(Number.POSITIVE_INFINITY, 0);
    const total = clean.network.sent;
    const { blobPuts } = clean.world.target.counts;
    expect(whole.ok).toBe(true);
    // Not among the first requests, which re-read what the plan says: before them no host was reached by this run.
    for (let after = 12; after < total; after += step) {
      const { world, run } = await shakyWorld();
      const report = await run(after, outageMs);
      const told = report.items.map(({ outcome, message }) => message ?? outcome);
      expect({ after, told }).toEqual({ after, told: ['copied', 'copied', 'copied', 'copied'] });
      expect({ after, blobPuts: world.target.counts.blobPuts }).toEqual({ after, blobPuts });
    }
  });

  it('for good: the run ends after some minutes, and says why', async () => {
    const { clock, run } = await shakyWorld();
    const began = clock.now();
    const report = await run(60, Number.POSITIVE_INFINITY);
    expect(report.items.filter(({ outcome }) => outcome === 'failed').length).toBeGreaterThan(0);
    for (const { outcome, code } of report.items) if (outcome === 'failed') expect(code).toBe('unreachable');
    expect(clock.now() - began).toBeGreaterThan(240_000);
    expect(clock.now() - began).toBeLessThan(700_000);
  });

  it('is told soon of a host that was never there', async () => {
    const { world, clock } = await shakyWorld();
    world.origins['source.example'] = 'http://127.0.0.1:1';
    const gateways = { ...world.gateways, clock: clock as Clock };
    const began = clock.now();
    const images = [wanted('a:1', 'a:1')];
    const plan = await planMirror({ images, ignored: [], target: plainTarget, warnings: [] }, gateways, {
      emit: world.emit,
    });
    expect(plan.items[0]).toMatchObject({ outcome: 'failed', code: 'unreachable' });
    expect(clock.now() - began).toBeLessThan(5000);
  });
});

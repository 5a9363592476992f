import { afterEach, describe, expect, it, vi } from 'vitest';
import { planMirror, type RepositoryGateway, runMirror } from '#jobs';
import { memoryRepositories } from '../../../support/memory-repositories.ts';
import { openWorld, plainTarget, seed, wanted } from '../../../support/mirror-world.ts';
import { buildImage } from '../../../support/sample-images.ts';
import { testClock } from '../../../support/test-clock.ts';

afterEach(() => void vi.useRealTimers());

/** Cancels a run that waits for an answer that never comes. */
async function cancelledRun(silent: 'create' | 'setPolicy') {
  const world = await openWorld({ clock: testClock() });
  world.target.intercept = (_, response) => {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"errors":[{"code":"NAME_UNKNOWN"}]}');
    return true;
  };
  seed(world.source, 'a', '1', buildImage({ layers: [], seed: 'a' }));
  const ecr = memoryRepositories();
  const signals: (AbortSignal | undefined)[] = [];
  const stop = new AbortController();
  const never = (...call: readonly unknown[]) => {
    signals.push(call.at(-1) as AbortSignal);
    setImmediate(() => {
      stop.abort(new Error('cancelled'));
      vi.advanceTimersByTime(5000);
    });
    return new Promise<never>(() => undefined);
  };
  const repositories: RepositoryGateway = { ...ecr.gateway, [silent]: never };
  const gateways = { ...world.gateways, aws: { ...world.gateways.aws, repositories } };
  const configuration = { policy: '{"Statement":[]}', lifecycle: '{"rules":[]}', throttleMs: 0 };
  const plan = await planMirror(
    {
      images: [wanted('a:1', 'a:1')],
      ignored: [],
      target: { ...plainTarget, kind: 'ecr' },
      repositories: { create: true, update: false, configuration },
      warnings: [],
    },
    gateways,
    world,
  );
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const report = await runMirror(plan, gateways, { emit: world.emit, concurrency: 1, signal: stop.signal });
  return { report, calls: ecr.calls, signals };
}

describe('an AWS that does not answer', () => {
  it('does not keep whoever cancelled; that nobody knows what it did is told', async () => {
    const { report, calls, signals } = await cancelledRun('create');
    const message =
      'Whether the repository p/a was created is not known: AWS did not answer within 5 seconds of the cancel';
    expect(report.repositories).toEqual([{ name: 'p/a', outcome: 'failed', code: 'cancelled', message }]);
    expect(report.warnings).toContainEqual({ code: 'cancelled', message });
    expect(report.items).toMatchObject([{ outcome: 'cancelled' }]);
    expect(report.cancelled).toBe(true);
    expect(calls).toEqual([]);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  it('is asked nothing more of the repository that it has made', async () => {
    const { report, calls } = await cancelledRun('setPolicy');
    expect(report.repositories).toMatchObject([
      { outcome: 'created', message: expect.stringContaining('is not as the settings say: AWS did not answer') },
    ]);
    expect(calls).toEqual(['create p/a']);
  });

  it('is not waited for after a cancel while it is asked for a login', async () => {
    const world = await openWorld();
    const stop = new AbortController();
    const login = () => {
      setImmediate(() => stop.abort(new Error('cancelled')));
      return new Promise<never>(() => undefined);
    };
    const { registries } = world.gateways;
    const access = async (name: string) => ({ ...(await registries.access(name)), alwaysBasic: true, login });
    const planned = planMirror(
      { images: [wanted('a:1', 'a:1')], ignored: [], target: plainTarget, warnings: [] },
      { ...world.gateways, registries: { isSandbox: false, access } },
      { emit: world.emit, signal: stop.signal },
    );
    await expect(planned).rejects.toThrow('cancelled');
  });
});

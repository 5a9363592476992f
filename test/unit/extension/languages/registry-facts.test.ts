import { describe, expect, it } from 'vitest';
import { ReleaseError } from '#problem';
import { RegistryFacts } from '../../../../src/extension/languages/registry-facts.ts';
import type { Whereabouts } from '../../../../src/extension/selection/selection.ts';
import type { WorkerClient } from '../../../../src/extension/worker/worker-client.ts';

const where: Whereabouts = { world: 'sandbox', place: { settings: '/r/marketplace.yaml', target: 'one' } };
const target = 'r.example';
const digest = `sha256:${'a1'.repeat(32)}`;
const never = new AbortController().signal;

type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => unknown>>;

/** A worker that answers as it is told, and what it was asked. */
function scripted(answers: Answers) {
  const asked: unknown[] = [];
  const ask = async (world: string, operation: string, input: Readonly<Record<string, unknown>>) => {
    const { place: _, ...rest } = input;
    asked.push([world, operation, rest]);
    const answer = answers[operation];
    if (!answer) throw new Error(`Nobody said what ${operation} answers`);
    return answer(input);
  };
  let now = 0;
  const facts = new RegistryFacts({ ask } as unknown as Pick<WorkerClient, 'ask'>, { now: () => now });
  const wait = (ms: number) => {
    now += ms;
  };
  return { facts, asked, wait };
}

describe('facts of registries', () => {
  it('are not asked for by looking', () => {
    const { facts, asked } = scripted({});
    const known = facts.known(where);
    expect([known.tags('docker.io/a/b'), known.image('docker.io/a/b:1'), known.repositories(target, 'p')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(asked).toEqual([]);
  });

  it('are the tags of all pages, of a registry that is not the target', async () => {
    const { facts, asked } = scripted({
      tags: ({ cursor }) => (cursor ? { tags: [{ tag: '2' }] } : { tags: [{ tag: '1' }], next: 'more' }),
    });
    expect(await facts.learn(where, target, [{ kind: 'tags', repository: 'docker.io/a/b' }], never)).toEqual([]);
    expect(facts.known(where).tags('docker.io/a/b')).toEqual(['1', '2']);
    const asking = { registry: 'docker.io', repository: 'a/b' };
    expect(asked).toEqual([
      ['sandbox', 'tags', asking],
      ['sandbox', 'tags', { ...asking, cursor: 'more' }],
    ]);
  });

  it('are the versions of a chart, or that there is no such chart', async () => {
    const repository = 'https://helm.example';
    const versions = [{ version: '1.0.0', deprecated: false, urls: [] }];
    const { facts, asked } = scripted({ chartVersions: ({ name }) => (name === 'app' ? versions : undefined) });
    const wants = [
      { kind: 'chart', repository, name: 'app' },
      { kind: 'chart', repository, name: 'other' },
    ] as const;
    expect(facts.known(where).chart?.(repository, 'app')).toBeUndefined();
    expect(await facts.learn(where, target, wants, never)).toEqual([]);
    expect(facts.known(where).chart?.(repository, 'app')).toEqual(versions);
    expect(facts.known(where).chart?.(repository, 'other')).toBe('missing');
    expect(asked).toEqual(wants.map(({ name }) => ['sandbox', 'chartVersions', { repository, name }]));
  });

  it('are of the target with the time of the push, and missing without an error', async () => {
    const platforms = [{ platform: 'linux/amd64', digest, size: 3 }];
    const { facts, asked } = scripted({
      tag: ({ tag }) => (tag === '1' ? { tag, digest, pushedAt: '2024-01-11T00:00:00Z' } : undefined),
      image: () => ({ digest, platforms, size: 7, manifest: '{}' }),
    });
    const wants = ['r.example/p/a:1', 'r.example/p/a:2'].map((reference) => ({ kind: 'image' as const, reference }));
    expect(await facts.learn(where, target, wants, never)).toEqual([]);
    expect(facts.known(where).image('r.example/p/a:1')).toEqual({
      digest,
      size: 7,
      platforms: [{ platform: 'linux/amd64', digest }],
      pushedAt: '2024-01-11T00:00:00Z',
    });
    expect(facts.known(where).image('r.example/p/a:2')).toBe('missing');
    expect(asked.at(-1)).toEqual(['sandbox', 'image', { registry: target, repository: 'p/a', reference: digest }]);
  });

  it('tell what is not there from what could not be asked', async () => {
    const { facts } = scripted({
      tags: ({ repository }) => {
        throw new ReleaseError(repository === 'a/gone' ? 'repository-missing' : 'login-required', 'No');
      },
    });
    const wants = ['docker.io/a/gone', 'docker.io/a/shut'].map((repository) => ({ kind: 'tags' as const, repository }));
    const failures = await facts.learn(where, target, wants, never);
    expect(failures.map(({ code }) => code)).toEqual(['login-required']);
    expect(facts.known(where).tags('docker.io/a/gone')).toBe('missing');
    expect(facts.known(where).tags('docker.io/a/shut')).toBeUndefined();
  });

  it('are asked for once in a while, and again after a job has touched them', async () => {
    const { facts, asked, wait } = scripted({ tags: () => ({ tags: [] }) });
    const want = [{ kind: 'tags' as const, repository: 'r.example/p/a' }];
    await facts.learn(where, target, want, never);
    await facts.learn(where, target, want, never);
    expect(asked).toHaveLength(1);
    facts.forgetTouched(['r.example/p/b:1']);
    expect(facts.known(where).tags('r.example/p/a')).toEqual([]);
    facts.forgetTouched(['r.example/p/a:1']);
    expect(facts.known(where).tags('r.example/p/a')).toBeUndefined();
    await facts.learn(where, target, want, never);
    wait(10 * 60_000);
    await facts.learn(where, target, want, never);
    expect(asked).toHaveLength(3);
  });

  it('are not known any more when they are too old, and can be shown until there are newer ones', async () => {
    const repository = 'r.example/p/a';
    const { facts, wait } = scripted({ tags: () => ({ tags: [{ tag: '1' }] }) });
    await facts.learn(where, target, [{ kind: 'tags', repository }], never);
    wait(10 * 60_000);
    expect(facts.known(where).tags(repository)).toBeUndefined();
    expect(facts.last(where).tags(repository)).toEqual(['1']);
    await facts.learn(where, target, [{ kind: 'tags', repository }], never);
    expect(facts.known(where).tags(repository)).toEqual(['1']);
  });

  it('of one place are none of another', async () => {
    const { facts } = scripted({ tags: () => ({ tags: [{ tag: '1' }] }) });
    await facts.learn(where, target, [{ kind: 'tags', repository: 'r.example/a' }], never);
    expect(facts.known({ ...where, world: 'aws' }).tags('r.example/a')).toBeUndefined();
  });

  it('are of repositories only those of the target, without its prefix', async () => {
    const { facts, asked } = scripted({
      repositories: () => ({ repositories: [{ repository: 'p/a' }, { repository: 'q/b' }] }),
    });
    const wants = [target, 'docker.io'].map((registry) => ({ kind: 'repositories' as const, registry, prefix: 'p' }));
    await facts.learn(where, target, wants, never);
    expect(facts.known(where).repositories(target, 'p')).toEqual(['a']);
    expect(facts.known(where).repositories('docker.io', 'p')).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('are the registry of the target as a job has it, which is the target from then on', async () => {
    const written = '{account}.dkr.ecr.eu-west-1.amazonaws.com';
    const registry = written.replace('{account}', '123456789012');
    const { facts, asked } = scripted({ target: () => ({ registry }), tag: () => undefined });
    expect(facts.known(where).registry?.(written)).toBeUndefined();
    await facts.learn(where, written, [{ kind: 'registry', written }], never);
    expect(facts.known(where).registry?.(written)).toBe(registry);
    await facts.learn(where, written, [{ kind: 'image', reference: `${registry}/tm/a:1` }], never);
    expect(facts.known(where).image(`${registry}/tm/a:1`)).toBe('missing');
    expect(asked).toEqual([
      ['sandbox', 'target', {}],
      ['sandbox', 'tag', { repository: 'tm/a', tag: '1' }],
    ]);
  });

  it('say when nobody waits any more', async () => {
    const { facts } = scripted({ tags: () => ({ tags: [] }) });
    const stop = new AbortController();
    stop.abort();
    const learning = facts.learn(where, target, [{ kind: 'tags', repository: 'r.example/a' }], stop.signal);
    await expect(learning).rejects.toMatchObject({ code: 'cancelled' });
  });
});

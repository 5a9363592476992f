import { beforeEach, describe, expect, it } from 'vitest';
import {
  type AssessedControl,
  type AssessmentSummary,
  type Gateways,
  mergeInput,
  mergeReports,
  type PlanTarget,
  type Report,
  verifyRelease,
} from '#jobs';
import { type Code, ReleaseError } from '#problem';
import type { ResolvedImage } from '#release';
import { openWorld, plainTarget, seed, type World, wanted } from '../../support/mirror-world.ts';
import { buildImage, noise } from '../../support/sample-images.ts';

const registry = '709825985650.dkr.ecr.us-east-1.amazonaws.com';
const target: PlanTarget = { ...plainTarget, registry, kind: 'marketplace', seller: { profile: 'seller' } };
const built = buildImage({ layers: [noise('assessed', 10)], seed: 'assessed' });

/** What AWS is asked, in order. */
let log: string[];
let world: World;
beforeEach(async () => {
  log = [];
  world = await openWorld();
  world.origins[registry] = world.target.origin;
  for (const name of ['a', 'b']) {
    seed(world.source, name, '1', built);
    seed(world.target, `p/${name}`, '1', built);
  }
});

function image(name: string): ResolvedImage {
  const { target: place, ...rest } = wanted(`${name}:1`, `${name}:1`);
  return { ...rest, target: { ...place, registry } };
}

const summary = (id: string, more: Partial<AssessmentSummary> = {}): AssessmentSummary => ({
  id,
  framework: 'ContainerSecurity@1.0',
  result: 'PASS',
  createdAt: '2026-01-01T00:00:00Z',
  ...more,
});
const control = (
  id: string,
  result: string,
  ...scope: AssessedControl['errors'][number]['scope']
): AssessedControl => ({
  id,
  result,
  errors: scope.length === 0 ? [] : [{ code: 'X', message: 'It is so.', scope }],
});

interface Catalog {
  /** Of product `one`, which has `p/a`, page by page; a token names the next. */
  readonly one?: readonly (readonly AssessmentSummary[])[];
  /** Of product `two`, which has `p/b`. */
  readonly two?: readonly (readonly AssessmentSummary[])[];
  readonly controls?: Readonly<Record<string, readonly (readonly AssessedControl[])[]>>;
}

const aPage = <T>(pages: readonly (readonly T[])[] = [[]], token = '0') => {
  const at = Number(token);
  return { items: pages[at] ?? [], ...(at + 1 < pages.length ? { nextToken: String(at + 1) } : {}) };
};

function catalog({ controls = {}, ...products }: Catalog): Gateways['aws'] {
  const repositories: Readonly<Record<string, string>> = { one: `${registry}/p/a`, two: `${registry}/p/b` };
  const titled = (id: string) => ({ id, title: `Title of ${id}` });
  return {
    ...world.gateways.aws,
    containerProducts: async () => ({ items: Object.keys(repositories).map(titled) }),
    containerProduct: async (_, id) => ({ ...titled(id), repositories: [repositories[id] ?? ''] }),
    assessments: {
      list: async (scope, { entityId, nextToken }) => {
        expect(scope).toEqual({ region: 'us-east-1', profile: 'seller' });
        log.push(`list ${entityId}${nextToken === undefined ? '' : ` ${nextToken}`}`);
        return aPage(products[entityId as 'one' | 'two'], nextToken);
      },
      controls: async (scope, { id, nextToken }) => {
        expect(scope).toEqual({ region: 'us-east-1', profile: 'seller' });
        log.push(`controls ${id}`);
        return aPage(controls[id], nextToken);
      },
    },
  };
}

type Asked = { readonly shard?: { readonly index: number; readonly count: number }; readonly of?: PlanTarget };

function verify(aws: Gateways['aws'], { shard, of = target }: Asked = {}): Promise<Report> {
  const images = ['a', 'b'].map(image);
  return verifyRelease({ images, ignored: [], target: of, shard }, { ...world.gateways, aws }, { emit: world.emit });
}

const failing =
  (code: Code, message = 'not you') =>
  async () => {
    throw new ReleaseError(code, message);
  };

describe("AWS's own assessments in a verification", () => {
  it('are the newest of each framework and delivery option, with the controls that did not pass', async () => {
    const one = [
      [
        summary('new', { deliveryOption: 'x', expiresAt: '2027-01-01T00:00:00Z' }),
        summary('old version of the framework', { deliveryOption: 'x', framework: 'ContainerSecurity@0.9' }),
        summary('other option', { deliveryOption: 'y' }),
      ],
      [
        summary('ami', { framework: 'AMISecurity@1.0' }),
        summary('older', { deliveryOption: 'y', result: 'FAIL', createdAt: '2025-12-31T00:00:00Z' }),
        summary('misplaced', { framework: 'AMISecurity@1.0', createdAt: '2026-01-02T00:00:00Z' }),
      ],
    ];
    const pages = [
      [control('good', 'PASS'), control('exempt', 'EXEMPTION_PASS'), control('unknown', 'NEW_RESULT')],
      [control('not run', 'NOT_EXECUTED', { name: 'FILE_PATH', value: '/x' })],
    ];
    const report = await verify(catalog({ one, two: [[]], controls: { new: pages } }));
    const titled = { product: 'one', title: 'Title of one' };
    expect(report.ok).toBe(true);
    expect(report.warnings).toEqual([]);
    expect(report).not.toHaveProperty('assessmentsNotGiven');
    expect(report.assessments).toEqual([
      {
        ...titled,
        ...summary('new', { deliveryOption: 'x', expiresAt: '2027-01-01T00:00:00Z' }),
        controls: [
          control('unknown', 'NEW_RESULT'),
          control('not run', 'NOT_EXECUTED', { name: 'FILE_PATH', value: '/x' }),
        ],
      },
      { ...titled, ...summary('other option', { deliveryOption: 'y' }), controls: [] },
      {
        ...titled,
        ...summary('misplaced', { framework: 'AMISecurity@1.0', createdAt: '2026-01-02T00:00:00Z' }),
        controls: [],
      },
    ]);
    expect(log.filter((line) => line.startsWith('list'))).toEqual(['list one', 'list one 1', 'list two']);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('are a warning where one failed, at the image that it names, and no failure of the job', async () => {
    const value = `${registry}/p/a:1`;
    const two = [[summary('bad', { result: 'FAIL', expiresAt: '2026-02-01T00:00:00Z' })]];
    const named = [control('root', 'FAIL', { name: 'IMAGE', value }, { name: 'FILE_PATH', value: '/etc/passwd' })];
    const { ok, warnings, assessments } = await verify(catalog({ two, controls: { bad: [named] } }));
    expect(ok).toBe(true);
    expect(assessments?.[0]).toMatchObject({ product: 'two', result: 'FAIL', controls: named });
    expect(warnings).toEqual([
      {
        code: 'assessment-failed',
        item: value,
        message: `AWS's own assessment of Title of two by ContainerSecurity@1.0 of 2026-01-01, valid until 2026-02-01 failed: root; it names ${value}, /etc/passwd`,
      },
    ]);
  });

  it('name no image where there are several, and count what is left out', async () => {
    const two = [[summary('bad', { result: 'FAIL' })]];
    const many = ['v', 'w', 'x', 'y', 'z'].map((id) =>
      control(id, 'FAIL', { name: 'DIGEST', value: `${id}@${built.root}` }),
    );
    const { warnings } = await verify(
      catalog({ two, controls: { bad: [[control('not run', 'NOT_EXECUTED'), ...many]] } }),
    );
    expect(warnings[0]).not.toHaveProperty('item');
    expect(warnings[0]?.message).toContain('failed: v, w, x and 2 more; it names v@');
  });

  it('are no warning where the result is one that is not known', async () => {
    const { warnings, assessments } = await verify(catalog({ one: [[summary('x', { result: 'RUNNING' })]] }));
    expect([warnings, assessments?.[0]?.result]).toEqual([[], 'RUNNING']);
  });

  it('are a hundred of a product at most; that there are more is told', async () => {
    const all = Array.from({ length: 101 }, (_, at) => summary(`${at}`, { deliveryOption: `${at}` }));
    expect((await verify(catalog({ one: [all] }))).assessments).toHaveLength(100);
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: 'log', message: expect.stringContaining(', 1 left out') }),
    );
  });

  it('are read for ten pages, and so are the controls of one; that there are more is told', async () => {
    const many = Array.from({ length: 12 }, (_, at) => [summary(`${at}`, { deliveryOption: `${at}` })]);
    const failed = Array.from({ length: 12 }, (_, at) => [control(`c${at}`, 'FAIL')]);
    const { assessments } = await verify(catalog({ one: many, controls: { 0: failed } }));
    expect(log.filter((line) => line.startsWith('list one'))).toHaveLength(10);
    expect(log.filter((line) => line === 'controls 0')).toHaveLength(10);
    expect(assessments?.map(({ moreControls }) => moreControls)).toEqual([true, ...Array(9).fill(undefined)]);
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: 'log', message: expect.stringContaining('not all were read') }),
    );
  });

  it('are not there yet for a new product', async () => {
    expect(await verify(catalog({}))).toMatchObject({ ok: true, assessments: [], warnings: [] });
  });

  it('are not asked for a target that is not the Marketplace', async () => {
    const report = await verify(catalog({}), { of: { ...target, kind: 'ecr' } });
    expect(report).not.toHaveProperty('assessments');
    expect(report).not.toHaveProperty('assessmentsNotGiven');
    expect(log).toEqual([]);
  });
});

describe('assessments that are not given', () => {
  it.each(['access-denied', 'aws-error', 'rate-limited', 'unreachable'] as const)(
    'by %s: said, and no failure',
    async (code) => {
      const aws = catalog({});
      const report = await verify({ ...aws, assessments: { ...aws.assessments, list: failing(code) } });
      expect(report).toMatchObject({
        ok: true,
        warnings: [],
        assessmentsNotGiven: { code, message: "AWS's own assessments were not given: not you" },
      });
      expect(report).not.toHaveProperty('assessments');
      expect(world.events.some(({ type }) => type === 'warning')).toBe(false);
    },
  );

  it('of one product are told beside those of the others', async () => {
    const aws = catalog({ one: [[summary('x')]], two: [[summary('y')]] });
    const { controls } = aws.assessments;
    const half: typeof controls = (...asked) => (asked[1].id === 'x' ? failing('aws-error')() : controls(...asked));
    const report = await verify({ ...aws, assessments: { ...aws.assessments, controls: half } });
    expect(report.assessments?.map(({ id }) => id)).toEqual(['y']);
    expect(report.assessmentsNotGiven?.message).toBe("AWS's own assessments of Title of one were not given: not you");
  });

  it('because the product is not known, or nobody knows it', async () => {
    const aws = catalog({});
    const denied = await verify({ ...aws, containerProducts: failing('access-denied', 'no Catalog') });
    expect(denied).toMatchObject({ ok: true, warnings: [], assessmentsNotGiven: { code: 'access-denied' } });
    expect(denied.assessmentsNotGiven?.message).toContain('not given: no Catalog');
    const nobody = await verify({ ...aws, containerProducts: async () => ({ items: [] }) });
    expect(nobody.assessmentsNotGiven?.message).toContain('The account has no product with these repositories');
    expect(nobody.ok).toBe(true);
  });

  it('because pages go in circles', async () => {
    const aws = catalog({});
    const circle = async () => ({ items: [summary('x')], nextToken: 'again' });
    const report = await verify({ ...aws, assessments: { ...aws.assessments, list: circle } });
    expect(report.assessmentsNotGiven?.message).toContain('circles');
  });

  it('because a login has ended: a warning, and nobody is asked again', async () => {
    const aws = catalog({});
    const list = async () => {
      log.push('list');
      return failing('login-expired', 'The login ended')();
    };
    const report = await verify({ ...aws, assessments: { ...aws.assessments, list } });
    expect(report.warnings).toEqual([
      { code: 'login-expired', message: "AWS's own assessments were not given: The login ended" },
    ]);
    expect(report).not.toHaveProperty('assessmentsNotGiven');
    expect(log).toEqual(['list']);
  });

  it('because the job was cancelled when the images were done', async () => {
    const aws = catalog({});
    const controller = new AbortController();
    const list: typeof aws.assessments.list = async (_, __, signal) => {
      controller.abort(new ReleaseError('cancelled', 'Cancelled'));
      signal?.throwIfAborted();
      throw new Error('The signal did not come');
    };
    const gateways = { ...world.gateways, aws: { ...aws, assessments: { ...aws.assessments, list } } };
    const { signal } = controller;
    const input = { images: [image('a')], ignored: [], target };
    const report = await verifyRelease(input, gateways, { emit: world.emit, signal, log: 'verify.log' });
    expect(report).toMatchObject({ ok: false, cancelled: true, assessmentsNotGiven: { code: 'cancelled' } });
    expect(report.summary).toMatchObject({ present: 1, cancelled: 0 });
    const words = "Cancelled before AWS's own assessments were given";
    expect(world.written.get('verify.log')).toBe(`ERROR: ${words}\n`);
    expect(report.warnings).toEqual([{ code: 'cancelled', message: words }]);
    expect(mergeReports(inputs([report]))).toMatchObject({ report: { cancelled: true }, failures: [words] });
  });
});

function inputs(reports: readonly Report[]) {
  return reports.map((report, at) => mergeInput(`${at}.json`, new TextEncoder().encode(JSON.stringify(report))));
}

describe('shards', () => {
  it('ask once, for all products, and are merged with what the one was told', async () => {
    const aws = catalog({ one: [[summary('x')]], two: [[summary('y', { result: 'FAIL' })]] });
    const reports = [
      await verify(aws, { shard: { index: 1, count: 2 } }),
      await verify(aws, { shard: { index: 2, count: 2 } }),
    ];
    expect(log.filter((line) => line.startsWith('list'))).toEqual(['list one', 'list two']);
    expect(reports.map(({ assessments }) => assessments?.length)).toEqual([2, undefined]);
    const { report: merged, failures } = mergeReports(inputs(reports));
    expect(merged.assessments).toEqual(reports[0]?.assessments);
    expect(merged.warnings.map(({ code }) => code)).toEqual(['assessment-failed']);
    expect(merged.products).toHaveLength(2);
    expect(merged.products?.flatMap(({ repositories }) => repositories).sort()).toEqual(['p/a', 'p/b']);
    expect([merged.ok, failures]).toEqual([true, []]);
    const unwell = reports.map((report) => ({ ...report, ok: false }));
    expect(mergeReports(inputs(unwell)).failures).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GrantList } from '#jobs';
import type { LicenseGrant, LicenseUse, ReceivedLicense } from '#license';
import { ReleaseError } from '#problem';
import { arnOf, type LicenseRow, licenseRowId } from '../../../../src/extension/licenses/license-row.ts';
import { type LicensesStanding, LicensesTree } from '../../../../src/extension/licenses/licenses-tree.ts';
import type { Whereabouts } from '../../../../src/extension/selection/selection.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { workspace } from '../../../support/vscode.ts';

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day + 60_000).toISOString();
const license = (name: string, more: Partial<ReceivedLicense> = {}): ReceivedLicense => ({
  arn: `arn:aws:license-manager::294406891311:license:${name}`,
  product: `prod-${name}`,
  productName: name,
  status: 'AVAILABLE',
  end: inDays(214),
  operations: [],
  entitlements: [
    { name: 'Users', unit: 'Count', maxCount: 100 },
    { name: 'Support', unit: 'None' },
  ],
  ...more,
});
const grant = (name: string, licenseArn: string): LicenseGrant => ({
  arn: `arn:aws:license-manager::111122223333:grant:${name}`,
  name,
  licenseArn,
  grantee: 'arn:aws:iam::444455556666:root',
  status: 'ACTIVE',
  operations: [],
});

let pages: (readonly ReceivedLicense[])[];
let uses: readonly LicenseUse[];
let grants: GrantList;
let failing: Map<string, ReleaseError>;
let asked: string[];
let where: Whereabouts | undefined;
let tree: LicensesTree;
let standings: LicensesStanding[];

afterEach(() => {
  workspace.isTrusted = true;
});
beforeEach(() => {
  pages = [[license('camunda')]];
  uses = [{ name: 'Users', unit: 'Count', consumed: '37', max: '100' }];
  grants = {
    schemaVersion: 1,
    job: 'list',
    list: 'grants',
    ok: true,
    region: 'us-east-1',
    received: [grant('mine', license('camunda').arn), grant('other', license('other').arn)],
    distributed: [grant('given', 'arn:aws:license-manager::111122223333:license:test')],
    refusals: [],
  };
  failing = new Map();
  asked = [];
  where = { world: 'aws', place: { settings: '/r/marketplace.yaml' } };
  const answers: Record<string, (input: { cursor?: string }) => unknown> = {
    licenses: ({ cursor = '0' }) => {
      const at = Number(cursor);
      return { licenses: pages[at] ?? [], ...(at + 1 < pages.length ? { next: String(at + 1) } : {}) };
    },
    licenseUse: () => uses,
    grants: () => grants,
  };
  const services = {
    workers: {
      ask: async (_: string, operation: string, input: object) => {
        asked.push(operation);
        const error = failing.get(operation);
        if (error) throw error;
        return answers[operation]?.(input);
      },
    },
    selection: {
      get current() {
        return { world: where?.world ?? 'aws' };
      },
      whereabouts: async () => where,
    },
    log: { warn: () => undefined },
  } as unknown as Services;
  tree = new LicensesTree(services);
  standings = [];
  tree.onDidStand((standing) => standings.push(standing));
});

/** A row as somebody reads it: `Users: 37 of 100`. */
const said = (row: LicenseRow) => {
  const { label, description } = tree.getTreeItem(row);
  return `${label}: ${description}`;
};
const below = async (row?: LicenseRow) => (await tree.getChildren(row)).map(said);
const top = async (at: number) => {
  const row = (await tree.getChildren())[at];
  if (!row) throw new Error('There is no such row');
  return row;
};
const state = () => standings.at(-1)?.state;
const icon = (row: LicenseRow) => (tree.getTreeItem(row).iconPath as { id: string }).id;

describe('the rows', () => {
  it('are licences with their status and days, and the grants given to others', async () => {
    expect(await below()).toEqual(['camunda: valid, 214 days left · prod-camunda', 'Distributed grants: 1 grant']);
    expect(standings.map((one) => one.state)).toEqual(['loading', 'ready']);
    expect(icon(await top(0))).toBe('verified');
  });

  it('of a licence are its entitlements with what is in use, and its own grants', async () => {
    expect(await below(await top(0))).toEqual(['Users: 37 of 100', 'Support: included', 'mine: grant · active']);
    expect(asked).toEqual(['grants', 'licenses', 'licenseUse']);
  });

  it('of given grants say to whom', async () => {
    expect(await below(await top(1))).toEqual(['given: active · to 444455556666']);
  });

  it.each([
    [{ end: inDays(12) }, 'valid, 12 days left · expires soon', 'warning'],
    [{ end: inDays(0) }, 'valid, ends today · expires soon', 'warning'],
    [{ end: '2020-01-02T00:00:00Z' }, 'expired 2020-01-02', 'error'],
    [{ status: 'SUSPENDED' }, 'suspended', 'error'],
    [{ receivedStatus: 'PENDING_ACCEPT' }, 'not accepted', 'warning'],
    [{ begin: inDays(2) }, 'not yet available', 'warning'],
  ] as const)('warn in words and by an icon: %j', async (more, words, expected) => {
    pages = [[license('camunda', more)]];
    const row = await top(0);
    expect(said(row)).toBe(`camunda: ${words} · prod-camunda`);
    expect(icon(row)).toBe(expected);
  });

  it.each([
    ['95', '95 of 100 · nearly used up', 'warning'],
    ['100', '100 of 100 · used up', 'warning'],
    ['89', '89 of 100', 'symbol-numeric'],
  ])('say when little is left: %s', async (consumed, words, expected) => {
    uses = [{ name: 'Users', unit: 'Count', consumed, max: '100' }];
    const [users] = await tree.getChildren(await top(0));
    expect(users && said(users)).toBe(`Users: ${words}`);
    expect(users && icon(users)).toBe(expected);
  });

  it('stay when what is in use may not be asked: how much there is, and why not more', async () => {
    failing.set('licenseUse', new ReleaseError('access-denied', 'license-manager:GetLicenseUsage is not allowed'));
    expect(await below(await top(0))).toEqual([
      'Users: 100 in all',
      'Support: included',
      'access-denied: license-manager:GetLicenseUsage is not allowed',
      'mine: grant · active',
    ]);
  });

  it('can be more than a page: the next one comes when somebody asks', async () => {
    pages = [[license('b', { end: inDays(50) })], [license('a', { end: inDays(40) })]];
    expect(await below()).toEqual([
      'b: valid, 50 days left · prod-b',
      'Load more: 1 shown, more to come',
      'Distributed grants: 1 grant',
    ]);
    const more = await top(1);
    if (more.kind !== 'more-licenses') throw new Error('There is no row to load more');
    await tree.more(more);
    expect((await below()).map((row) => row.slice(0, 1))).toEqual(['a', 'b', 'D']);
  });

  it('have an identity that stays over a refresh, and the ARN of what they stand for', async () => {
    const before = await tree.getChildren(await top(0));
    tree.refresh();
    const after = await tree.getChildren(await top(0));
    expect(after.map(licenseRowId)).toEqual(before.map(licenseRowId));
    expect(new Set(after.map(licenseRowId)).size).toBe(after.length);
    expect(after.map(arnOf)).toEqual([license('camunda').arn, license('camunda').arn, grant('mine', '').arn]);
    expect(before.map(said)).toEqual([': undefined', ': undefined', ': undefined']);
  });
});

describe('the state of the view', () => {
  it('is a welcome without settings, and nobody is asked', async () => {
    where = undefined;
    expect(await tree.getChildren()).toEqual([]);
    expect([state(), asked]).toEqual(['settings-missing', []]);
  });

  it('asks nobody in a workspace that is not trusted, but shows the sandbox itself', async () => {
    workspace.isTrusted = false;
    expect(await tree.getChildren()).toEqual([]);
    expect([state(), asked]).toEqual(['untrusted', []]);
    where = { world: 'sandbox', place: { settings: '/r/marketplace.yaml' } };
    tree.refresh();
    expect(await below()).toHaveLength(2);
    expect(tree.model?.where).toEqual({ world: 'sandbox', place: {} });
  });

  it.each([
    ['aws-login-missing', 'login-missing'],
    ['login-expired', 'login-expired'],
    ['access-denied', 'access-denied'],
    ['unreachable', 'unreachable'],
    ['login-required', 'failed'],
    ['aws-error', 'failed'],
  ] as const)('is a welcome when the licences cannot be read: %s', async (code, expected) => {
    failing.set('licenses', new ReleaseError(code, 'no'));
    expect(await tree.getChildren()).toEqual([]);
    expect(state()).toBe(expected);
  });

  it('is empty without licences and grants, and not for a seller who has given some', async () => {
    pages = [[]];
    expect(await below()).toEqual(['This account has received no licence: ', 'Distributed grants: 1 grant']);
    grants = { ...grants, distributed: [] };
    tree.refresh();
    expect(await tree.getChildren()).toEqual([]);
    expect(state()).toBe('empty');
  });

  it('keeps the licences when grants cannot be listed, and asks again when somebody wants to', async () => {
    failing.set('grants', new ReleaseError('access-denied', 'not allowed'));
    expect(await below()).toEqual([
      'camunda: valid, 214 days left · prod-camunda',
      'Distributed grants: could not be read',
    ]);
    const [trouble] = await tree.getChildren(await top(1));
    if (trouble?.kind !== 'license-trouble') throw new Error('There is no row of trouble');
    failing.clear();
    await tree.more(trouble);
    expect(await below(await top(1))).toEqual(['given: active · to 444455556666']);
  });
});

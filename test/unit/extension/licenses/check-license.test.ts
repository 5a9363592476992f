import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LicenseReport } from '#jobs';
import type { ReceivedLicense } from '#license';
import { ReleaseError } from '#problem';
import { checkLicense } from '../../../../src/extension/licenses/check-license.ts';
import type { LicenseDesk } from '../../../../src/extension/licenses/license-desk.ts';
import type { ReceivedRow } from '../../../../src/extension/licenses/license-row.ts';
import type { Services } from '../../../../src/extension/services.ts';
import { window, workspace } from '../../../support/vscode.ts';

const place = { settings: '/r/marketplace.yaml' };
const license = (more: Partial<ReceivedLicense> = {}): ReceivedLicense => ({
  arn: 'arn:aws:license-manager::294406891311:license:l-1',
  product: 'prod-one',
  productName: 'One',
  status: 'AVAILABLE',
  operations: [],
  entitlements: [{ name: 'Users', unit: 'Count', maxCount: 10, allowCheckIn: true }],
  issuer: { fingerprint: 'aws:111122223333:seller:fp' },
  ...more,
});
const valid: LicenseReport = {
  schemaVersion: 1,
  job: 'license',
  ok: true,
  product: 'prod-one',
  verdict: 'valid',
  message: 'The licence for prod-one is valid: Users: 1.',
  notes: [],
  region: 'us-east-1',
  attempts: 1,
  licenseArn: license().arn,
  checkedIn: true,
};

let row: ReceivedRow;
let asked: unknown[];
let questions: { message: string; detail: string; buttons: readonly string[] }[];
let answer: (buttons: readonly string[]) => string | undefined;
let report: LicenseReport;
let lines: string[];
let again: string[];
let canList: boolean;
let charts: object[];

const services = {
  workers: {
    ask: async (world: string, operation: string, input: object) => {
      if (operation === 'outline') return { charts };
      asked.push({ world, operation, ...input });
      return report;
    },
  },
  selection: { whereabouts: async () => ({ world: 'aws', place }) },
  jobs: { appendLine: (line: string) => lines.push(line), show: () => undefined },
  log: { warn: () => undefined, debug: () => undefined },
} as unknown as Services;
const desk = {
  atWork: (work: () => Promise<unknown>) => work(),
  tree: {
    load: async () => {
      if (!canList) throw new ReleaseError('access-denied', 'no');
      return { owns: () => true, licenses: { matching: [row], all: [row] } };
    },
    useChanged: (arn: string) => again.push(arn),
  },
} as unknown as Pick<LicenseDesk, 'atWork' | 'tree'>;

afterEach(() => {
  workspace.isTrusted = true;
  vi.restoreAllMocks();
});
beforeEach(() => {
  row = { kind: 'license', world: 'aws', license: license() };
  [asked, questions, lines, again, charts] = [[], [], [], [], []];
  [answer, report, canList] = [([button]) => button, valid, true];
  vi.spyOn(window, 'showWarningMessage').mockImplementation(async (message, ...more) => {
    const [options, ...buttons] = more as [{ detail?: string } | string, ...string[]];
    if (typeof options !== 'object') {
      return undefined;
    }
    questions.push({ message, detail: options.detail ?? '', buttons });
    return answer(buttons);
  });
  // What is told at the end goes by the functions as they were when its module was loaded: only questions are looked at here.
});

describe('a check of a licence', () => {
  it('asks first, and says that a checkout counts', async () => {
    await checkLicense(services, desk, row);
    expect(questions).toEqual([
      {
        message: 'Check the licence for prod-one?',
        detail: expect.stringMatching(/counts as use until it is given back.*Users: 1.*given back at once/s),
        buttons: ['Check License'],
      },
    ]);
    expect(asked).toEqual([
      {
        world: 'aws',
        operation: 'checkLicense',
        place,
        product: 'prod-one',
        entitlements: [{ name: 'Users', unit: 'Count', value: '1' }],
        consumption: 'provisional',
        checkIn: true,
        // A seller's own test licence is not one of AWS Marketplace.
        fingerprint: 'aws:111122223333:seller:fp',
      },
    ]);
    expect(again).toEqual([license().arn]);
    expect(lines.join('\n')).toMatch(/The licence for prod-one is valid.*has been given back.*Asked in us-east-1/s);
  });

  it('asks AWS nothing without a yes', async () => {
    answer = () => undefined;
    await checkLicense(services, desk, row);
    expect([asked, lines]).toEqual([[], []]);
  });

  it('says that what is drawn down is gone', async () => {
    const drawn = { name: 'Hours', unit: 'Count', maxCount: 10, allowCheckIn: false };
    row = { kind: 'license', world: 'aws', license: license({ entitlements: [drawn] }) };
    await checkLicense(services, desk, row);
    expect(questions[0]).toMatchObject({ detail: expect.stringMatching(/gone for good/), buttons: ['Use Up'] });
    expect(questions[0]?.detail).not.toMatch(/given back/);
    expect(asked).toMatchObject([{ consumption: 'perpetual' }]);
  });

  it('is offered for what the charts check, also to who may not list licences', async () => {
    canList = false;
    const check = { product: 'prod-two', entitlements: [{ name: 'Tier', unit: 'None' }], consumption: 'provisional' };
    charts = [{ name: 'platform', licenseChecks: [check] }];
    vi.spyOn(window, 'showQuickPick').mockImplementation(async (items) => items[0]);
    await checkLicense(services, desk, undefined);
    expect(asked).toMatchObject([{ ...check, checkIn: true }]);
  });

  it('is of any product and what is counted of it, as it is written in a terminal', async () => {
    vi.spyOn(window, 'showQuickPick').mockImplementation(async (items) => items.at(-1));
    const wrong: unknown[] = [];
    const ask = vi.spyOn(window, 'showInputBox');
    ask.mockImplementationOnce(async () => ' prod-two ');
    ask.mockImplementationOnce(async ({ validateInput }) => {
      wrong.push(...['Users=2, data=1 Gigabytes', 'a=b', ''].map((text) => validateInput?.(text)));
      return 'Users=2, data=1 Gigabytes, Tier';
    });
    await checkLicense(services, desk, undefined);
    expect(wrong).toEqual([undefined, expect.stringMatching(/"a=b" is no entitlement/), expect.any(String)]);
    expect(asked).toMatchObject([
      {
        product: 'prod-two',
        entitlements: [
          { name: 'Users', unit: 'Count', value: '2' },
          { name: 'data', unit: 'Gigabytes', value: '1' },
          { name: 'Tier', unit: 'None' },
        ],
      },
    ]);
  });

  it('is not done in a workspace that is not trusted', async () => {
    workspace.isTrusted = false;
    await checkLicense(services, desk, row);
    expect([asked, questions]).toEqual([[], []]);
  });
});

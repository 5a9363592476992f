import { describe, expect, it } from 'vitest';
import { type CheckedOut, checkLicense, type LicenseService, type LicenseWish, type ReceivedLicense } from '#license';
import { ReleaseError } from '#problem';

const now = Date.parse('2026-06-01T12:00:00Z');
const wish: LicenseWish = {
  product: 'prod-1',
  entitlements: [{ name: 'users', unit: 'Count', value: '2' }],
  consumption: 'provisional',
  clientToken: 'uid-1',
  fingerprint: 'aws:1:AWS/Marketplace:issuer-fingerprint',
};
const received: ReceivedLicense = {
  arn: 'arn:aws:license-manager::1:license:l-1',
  product: 'prod-1',
  issuer: { name: 'AWS/Marketplace', fingerprint: wish.fingerprint },
  status: 'AVAILABLE',
  begin: '2026-01-01T00:00:00Z',
  end: '2027-01-01T00:00:00Z',
  entitlements: [{ name: 'users', unit: 'Count', maxCount: 10 }],
  receivedStatus: 'ACTIVE',
  operations: ['CheckoutLicense'],
};
const granted: CheckedOut = {
  licenseArn: received.arn,
  allowed: [{ name: 'users', unit: 'Count', value: '2' }],
  consumptionToken: 'secret-consumption-token',
  expires: '2026-06-01T13:00:00Z',
};

/** An error as the SDK throws it. */
function awsError(name: string, more: object = {}): Error {
  return Object.assign(new Error(`${name} happened`), { name, $metadata: { httpStatusCode: 400 } }, more);
}

/** A service that plays its answers, the last one for ever, and what it was asked. */
function service(answers: readonly (CheckedOut | Error)[], licenses: readonly ReceivedLicense[] | Error = []) {
  const asked: string[] = [];
  const played = [...answers];
  const plays: LicenseService = {
    checkOut: async (region, { clientToken }) => {
      asked.push(`checkOut ${region} ${clientToken}`);
      const [answer = new Error('not asked for')] = played.length > 1 ? played.splice(0, 1) : played;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    checkIn: async (region, token) => {
      asked.push(`checkIn ${region} ${token}`);
    },
    licensesOf: async (region, product) => {
      asked.push(`licenses ${region} ${product}`);
      if (licenses instanceof Error) throw licenses;
      return licenses;
    },
  };
  return { asked, plays };
}

function surroundings(
  more: { readonly patienceMs?: number; readonly checkIn?: boolean; readonly signal?: AbortSignal } = {},
) {
  const waits: number[] = [];
  let time = now;
  const clock = {
    now: () => time,
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      waits.push(ms);
      time += ms;
    },
    random: () => 1,
  };
  return { waits, given: { region: 'us-east-1', patienceMs: 60_000, checkIn: false, clock, ...more } };
}

const none = awsError('NoEntitlementsAllowedException');

describe('a licence that allows what is asked', () => {
  it('is valid, and no token is told', async () => {
    const { plays, asked } = service([granted]);
    const verdict = await checkLicense(wish, plays, surroundings().given);
    expect(verdict).toMatchObject({
      kind: 'valid',
      message: 'The licence for prod-1 is valid: users: 2.',
      attempts: 1,
    });
    expect(JSON.stringify(verdict)).not.toContain('secret-consumption-token');
    expect(asked).toEqual(['checkOut us-east-1 uid-1']);
  });

  it('is given back where that is wanted, but never what is used up', async () => {
    const lent = service([granted]);
    expect(await checkLicense(wish, lent.plays, surroundings({ checkIn: true }).given)).toMatchObject({
      checkedIn: true,
    });
    expect(lent.asked).toContain('checkIn us-east-1 secret-consumption-token');
    const usedUp = service([granted]);
    await checkLicense({ ...wish, consumption: 'perpetual' }, usedUp.plays, surroundings({ checkIn: true }).given);
    expect(usedUp.asked).toHaveLength(1);
  });

  it('stays valid when it cannot be given back, which is told', async () => {
    const { plays } = service([granted]);
    const stubborn = { ...plays, checkIn: async () => Promise.reject(awsError('ValidationException')) };
    const verdict = await checkLicense(wish, stubborn, surroundings({ checkIn: true }).given);
    expect(verdict).toMatchObject({ kind: 'valid', checkedIn: false });
    expect(verdict.notes.join()).toContain('2026-06-01T13:00:00Z');
  });

  it('is invalid when AWS allows nothing of it', async () => {
    const { plays } = service([{ allowed: [] }]);
    expect(await checkLicense(wish, plays, surroundings().given)).toMatchObject({ kind: 'invalid' });
  });
});

describe('what AWS calls no entitlement', () => {
  it.each<[what: string, licenses: ReceivedLicense[], kind: string, words: RegExp]>([
    ['no licence', [], 'missing', /has no licence for prod-1/],
    ['one of another product', [{ ...received, product: 'prod-2' }], 'missing', /has no licence/],
    ['one that was deleted', [{ ...received, status: 'DELETED' }], 'missing', /has no licence/],
    [
      'one of another issuer',
      [{ ...received, issuer: { name: 'Somebody', fingerprint: 'x' } }],
      'missing',
      /no licence/,
    ],
    ['one that AWS calls expired', [{ ...received, status: 'EXPIRED' }], 'expired', /ended on 2027-01-01/],
    ['one whose end has come', [{ ...received, end: '2026-05-31T00:00:00Z' }], 'expired', /ended on 2026-05-31/],
    ['a suspended one', [{ ...received, status: 'SUSPENDED' }], 'invalid', /is suspended/],
    ['a deactivated one', [{ ...received, status: 'DEACTIVATED' }], 'invalid', /is deactivated/],
    ['one not accepted', [{ ...received, receivedStatus: 'PENDING_ACCEPT' }], 'invalid', /waits for its grant/],
    ['one that was rejected', [{ ...received, receivedStatus: 'REJECTED' }], 'invalid', /its grant is REJECTED/],
    ['one that has not begun', [{ ...received, begin: '2026-07-01T00:00:00Z' }], 'invalid', /begins on 2026-07-01/],
    ['one without the entitlement', [{ ...received, entitlements: [] }], 'invalid', /does not have users \(Count\)/],
    [
      'one of fewer',
      [{ ...received, entitlements: [{ name: 'users', unit: 'Count', maxCount: 1 }] }],
      'invalid',
      /allows 1 of users, and 2 are asked for/,
    ],
    ['one that is used up', [received], 'invalid', /is used up: AWS allows no more of users/],
    ['an old and a valid one', [{ ...received, status: 'EXPIRED' }, received], 'invalid', /used up/],
  ])('%s', async (_what, licenses, kind, words) => {
    const verdict = await checkLicense(wish, service([none], licenses).plays, surroundings().given);
    expect(verdict.kind).toBe(kind);
    expect(verdict.message).toMatch(words);
    expect(verdict.hint).toMatch(/\S/);
  });

  it('is missing, with what is not known, where the licences may not be listed', async () => {
    const verdict = await checkLicense(
      wish,
      service([none], awsError('AuthorizationException')).plays,
      surroundings().given,
    );
    expect(verdict).toMatchObject({
      kind: 'missing',
      hint: expect.stringContaining('license-manager:ListReceivedLicenses'),
    });
  });
});

describe('what is no answer about the licence', () => {
  it.each([
    [awsError('AuthorizationException'), 'denied'],
    [awsError('AccessDeniedException'), 'denied'],
    [awsError('UnrecognizedClientException'), 'denied'],
    [Object.assign(new Error('none'), { name: 'CredentialsProviderError' }), 'denied'],
    [new ReleaseError('login-expired', 'The login ended'), 'denied'],
    [awsError('RateLimitExceededException'), 'throttled'],
    [awsError('ServerInternalException'), 'unreachable'],
    [awsError('Whatever', { $metadata: { httpStatusCode: 503 } }), 'unreachable'],
    [Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), 'unreachable'],
    [new Error('no', { cause: Object.assign(new Error('tls'), { code: 'CERT_HAS_EXPIRED' }) }), 'unreachable'],
    [new ReleaseError('unreachable', 'away'), 'unreachable'],
    [awsError('ValidationException'), 'refused'],
    [awsError('SomethingNew'), 'refused'],
    [awsError('RedirectException'), 'refused'],
  ])('%s is %s', async (error, kind) => {
    const verdict = await checkLicense(wish, service([error]).plays, surroundings({ patienceMs: 0 }).given);
    expect(verdict).toMatchObject({ kind, attempts: 1, message: expect.stringContaining('could not be checked') });
  });

  it('is thrown on when it is a defect', async () => {
    const defect = new TypeError('undefined is not a function');
    await expect(checkLicense(wish, service([defect]).plays, surroundings().given)).rejects.toBe(defect);
  });

  it('never says a token that an error has in it', async () => {
    const error = awsError('ValidationException');
    error.message = 'bad "token": "eyJhbGciOiJIUzI1NiJ9.secret" here';
    const verdict = await checkLicense(wish, service([error]).plays, surroundings().given);
    expect(verdict.message).not.toContain('secret');
  });
});

describe('trouble that passes', () => {
  it('is waited for, longer each time, with the same client token', async () => {
    const busy = awsError('RateLimitExceededException');
    const { plays, asked } = service([busy, busy, busy, granted]);
    const { given, waits } = surroundings();
    expect(await checkLicense(wish, plays, given)).toMatchObject({ kind: 'valid', attempts: 4 });
    expect(waits).toEqual([1000, 2000, 4000]);
    expect(new Set(asked)).toEqual(new Set(['checkOut us-east-1 uid-1']));
  });

  it('is given up when patience would end in the wait', async () => {
    const { given, waits } = surroundings({ patienceMs: 4000 });
    const away = Object.assign(new Error('away'), { code: 'ETIMEDOUT' });
    expect(await checkLicense(wish, service([away]).plays, given)).toMatchObject({ kind: 'unreachable', attempts: 3 });
    expect(waits).toEqual([1000, 2000]);
  });

  it('ends with the signal', async () => {
    const stop = AbortSignal.abort(new Error('stop'));
    const busy = awsError('RateLimitExceededException');
    const asked = checkLicense(wish, service([busy]).plays, surroundings({ signal: stop }).given);
    await expect(asked).rejects.toThrow('stop');
  });
});

describe('a licence in another region', () => {
  it.each(['eu-west-1', 'https://license-manager.eu-west-1.amazonaws.com/'])(
    '%s is followed there, and told',
    async (Location) => {
      const { plays, asked } = service([awsError('RedirectException', { Location }), granted]);
      const verdict = await checkLicense(wish, plays, surroundings({ checkIn: true }).given);
      expect(verdict).toMatchObject({ kind: 'valid', region: 'eu-west-1', checkedIn: true });
      expect(verdict.notes).toEqual(['AWS sent from us-east-1 to eu-west-1, where the licence is kept.']);
      expect(asked.at(-1)).toBe('checkIn eu-west-1 secret-consumption-token');
    },
  );

  it('is followed once', async () => {
    const there = awsError('RedirectException', { Location: 'eu-west-1' });
    const back = awsError('RedirectException', { Location: 'us-east-1' });
    const { plays, asked } = service([there, back, there]);
    expect(await checkLicense(wish, plays, surroundings().given)).toMatchObject({ kind: 'refused', attempts: 2 });
    expect(asked).toHaveLength(2);
  });
});

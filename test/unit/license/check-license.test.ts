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

type Licenses = readonly ReceivedLicense[] | Error;

/** A service that plays its answers, the last one for ever, and what it was asked. */
function service(
  answers: readonly (CheckedOut | Error)[],
  licenses: Licenses | { readonly inTurn: Licenses[] } = [],
  checkIns: (Error | undefined)[] = [],
) {
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
      const trouble = checkIns.shift();
      if (trouble) throw trouble;
    },
    licensesOf: async (region, product) => {
      asked.push(`licenses ${region} ${product}`);
      const found = 'inTurn' in licenses ? (licenses.inTurn.shift() ?? []) : licenses;
      if (found instanceof Error) throw found;
      return found;
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

describe('a wish that is allowed in part', () => {
  const users = { name: 'users', unit: 'Count', value: '2' };
  const seats = { name: 'seats', unit: 'Count', value: '1' };
  const tiers = [
    { name: 'gold', unit: 'None' },
    { name: 'silver', unit: 'None' },
  ];

  it.each<[what: string, wanted: LicenseWish['entitlements'], allowed: CheckedOut['allowed'], kind: string]>([
    ['one amount of two', [users, seats], [users], 'invalid'],
    ['less than was asked for', [users], [{ ...users, value: '1' }], 'invalid'],
    ['more than was asked for', [users], [{ ...users, value: '10' }], 'valid'],
    ['an amount that is not repeated', [users], [{ name: 'users', unit: 'Count' }], 'valid'],
    ['one tier of two', tiers, [{ name: 'silver', unit: 'None', value: 'Enabled' }], 'valid'],
    ['an amount without a tier', [...tiers, users], [users], 'valid'],
    ['a tier without the amount', [...tiers, users], [{ name: 'gold', unit: 'None' }], 'invalid'],
    ['something else', [users], [{ name: 'other', unit: 'Count' }], 'invalid'],
  ])('%s', async (_what, entitlements, allowed, kind) => {
    const { plays, asked } = service([{ ...granted, allowed }]);
    const verdict = await checkLicense({ ...wish, entitlements }, plays, surroundings().given);
    expect(verdict.kind).toBe(kind);
    expect(verdict.checkedIn).toBe(kind === 'invalid' ? true : undefined);
    expect(asked.some((one) => one.startsWith('checkIn'))).toBe(kind === 'invalid');
  });

  it('says what has been used up for good', async () => {
    const perpetual: LicenseWish = { ...wish, consumption: 'perpetual', entitlements: [users, seats] };
    const { plays, asked } = service([{ ...granted, allowed: [users] }]);
    const verdict = await checkLicense(perpetual, plays, surroundings({ checkIn: true }).given);
    expect(verdict).toMatchObject({ kind: 'invalid', notes: ['This has been used up for good: users: 2.'] });
    expect(verdict.message).toBe('The licence for prod-1 allows users: 2, but not seats: 1.');
    expect(asked).toHaveLength(1);
  });
});

describe('giving back', () => {
  it('is tried again while AWS is busy', async () => {
    const { plays } = service([granted], [], [awsError('RateLimitExceededException'), undefined]);
    const { given, waits } = surroundings({ checkIn: true });
    expect(await checkLicense(wish, plays, given)).toMatchObject({ kind: 'valid', checkedIn: true, notes: [] });
    expect(waits).toEqual([1000]);
  });

  it('never says the token that AWS repeats', async () => {
    const trouble = awsError('ValidationException');
    trouble.message = 'no such token: secret-consumption-token';
    const { plays } = service([granted], [], [trouble]);
    const verdict = await checkLicense(wish, plays, surroundings({ checkIn: true }).given);
    expect(JSON.stringify(verdict)).not.toContain('secret-consumption-token');
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
    ['one for something else, and a used up one', [{ ...received, entitlements: [] }, received], 'invalid', /used up/],
    [
      'one that may only be looked at',
      [{ ...received, operations: ['ViewGrantedLicense'] }],
      'invalid',
      /CheckoutLicense/,
    ],
    ['one to be activated', [{ ...received, receivedStatus: 'WORKFLOW_COMPLETED' }], 'invalid', /to be activated/],
    [
      'one of fewer, where more is paid for',
      [{ ...received, entitlements: [{ name: 'users', unit: 'Count', maxCount: 1, overage: true }] }],
      'invalid',
      /is used up/,
    ],
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

describe('the licences that explain a refusal', () => {
  it('are asked for again while AWS is busy', async () => {
    const busy = awsError('RateLimitExceededException');
    const { plays } = service([none], { inTurn: [busy, busy, [{ ...received, status: 'EXPIRED' }]] });
    expect(await checkLicense(wish, plays, surroundings().given)).toMatchObject({ kind: 'expired' });
  });

  it.each([
    ['RateLimitExceededException', /AWS is busy/],
    ['ServerInternalException', /Check the network/],
    ['AuthorizationException', /Permit license-manager:ListReceivedLicenses/],
  ])('that cannot be listed by %s leave it missing, with what to do', async (name, hint) => {
    const { plays } = service([none], awsError(name));
    const verdict = await checkLicense(wish, plays, surroundings({ patienceMs: 0 }).given);
    expect(verdict).toMatchObject({ kind: 'missing', hint: expect.stringMatching(hint) });
  });
});

/** What the SDK throws of an answer that it cannot read. */
function unread(status: number): Error {
  const error = new SyntaxError(
    'Unexpected token <\n  Deserialization error: inspect the hidden field {error}.$response',
  );
  return Object.assign(error, { $metadata: { httpStatusCode: status } });
}

describe('what answers in the place of AWS', () => {
  it.each([
    [unread(200), 'unreachable'],
    [unread(403), 'unreachable'],
    [unread(407), 'unreachable'],
    [unread(429), 'throttled'],
    [awsError('UnknownError', { $metadata: { httpStatusCode: 302 } }), 'unreachable'],
    [Object.assign(new Error('Parse Error'), { code: 'HPE_INVALID_CONSTANT', $metadata: {} }), 'unreachable'],
    [awsError('RequestLimitExceeded'), 'throttled'],
    [awsError('ServiceUnavailableException'), 'unreachable'],
  ])('%s is %s', async (error, kind) => {
    const verdict = await checkLicense(wish, service([error]).plays, surroundings({ patienceMs: 0 }).given);
    expect(verdict.kind).toBe(kind);
    expect(verdict.message).not.toContain('hidden field');
  });

  it('is told by its status', async () => {
    const { plays } = service([unread(403)]);
    const { message } = await checkLicense(wish, plays, surroundings({ patienceMs: 0 }).given);
    expect(message).toContain('what answered is not AWS: HTTP 403');
  });

  it('does not hide a defect', async () => {
    const defect = new SyntaxError('ours');
    await expect(checkLicense(wish, service([defect]).plays, surroundings().given)).rejects.toBe(defect);
  });
});

describe('a clock that is wrong', () => {
  const skewed = () => {
    const error = awsError('InvalidSignatureException');
    error.message = 'Signature not yet current: 20260601T130000Z is still later than 20260601T120500Z';
    return error;
  };

  it('is put right by the answer: AWS is asked once more, at once', async () => {
    const { given, waits } = surroundings({ patienceMs: 0 });
    const { plays } = service([skewed(), granted]);
    expect(await checkLicense(wish, plays, given)).toMatchObject({ kind: 'valid', attempts: 2 });
    expect(waits).toEqual([]);
  });

  it.each([skewed(), awsError('RequestExpired')])('is told where that did not help: %s', async (error) => {
    const verdict = await checkLicense(wish, service([error]).plays, surroundings().given);
    expect(verdict).toMatchObject({ kind: 'denied', attempts: 2, hint: expect.stringContaining('clock') });
  });
});

describe('the words of AWS', () => {
  const said = async (name: string, message: string) => {
    const error = awsError(name);
    error.message = message;
    return checkLicense(wish, service([error]).plays, surroundings().given);
  };

  it('come without the request that it repeats', async () => {
    const { message } = await said(
      'SignatureDoesNotMatch',
      "No match.\n\nThe Canonical String for this was 'POST IQoJ'",
    );
    expect(message).toMatch(/\(No match\)\.$/);
  });

  it('come in one line, without control characters', async () => {
    expect((await said('ValidationException', 'one\u001b[31m\ntwo\u0007')).message).toContain('(one [31m two)');
  });

  it.each([
    ['AccessDenied', 'Not authorized to perform: sts:AssumeRoleWithWebIdentity', /trust policy/],
    ['ValidationException', 'GetAccessToken: the token is not valid', /make a new one/],
    [
      'AuthorizationException',
      'no',
      /CheckoutLicense, license-manager:ListReceivedLicenses and license-manager:CheckIn/,
    ],
  ])('of %s: %s', async (name, message, hint) => {
    expect((await said(name, message)).hint).toMatch(hint);
  });
});

describe('a check that is stopped', () => {
  /** A service whose checkout is settled after the stop. */
  function stopping(settled: CheckedOut | Error, consumption: LicenseWish['consumption'] = 'provisional') {
    const stop = new AbortController();
    const { plays, asked } = service([granted]);
    const checkOut: LicenseService['checkOut'] = async (_region, _wish, signal) => {
      stop.abort(new Error('stop'));
      await Promise.resolve();
      expect(signal?.aborted).toBe(false);
      if (settled instanceof Error) throw settled;
      return settled;
    };
    const { given } = surroundings({ signal: stop.signal });
    const clock = { ...given.clock, sleep: () => new Promise<void>(() => undefined) };
    const ended = checkLicense({ ...wish, consumption }, { ...plays, checkOut }, { ...given, clock });
    return { asked, ended: ended.catch((error: unknown) => error) };
  }

  it('gives back what it has taken', async () => {
    const { asked, ended } = stopping(granted);
    expect(await ended).toMatchObject({ code: 'cancelled', hint: 'What was taken has been given back.' });
    expect(asked).toEqual(['checkIn us-east-1 secret-consumption-token']);
  });

  it('says what has been used up for good, or may have been', async () => {
    const taken = await stopping(granted, 'perpetual').ended;
    expect(taken).toMatchObject({ hint: 'This has been used up for good: users: 2.' });
    const lost = await stopping(Object.assign(new Error('late'), { name: 'TimeoutError' }), 'perpetual').ended;
    expect(lost).toMatchObject({ hint: expect.stringContaining('may have been used up for good: users: 2') });
  });

  it('ends as it was stopped where AWS said no', async () => {
    expect(await stopping(none).ended).toMatchObject({ message: 'stop' });
  });

  it('waits for AWS for a while only', async () => {
    const stop = new AbortController();
    const { given, waits } = surroundings({ signal: stop.signal });
    const checkOut: LicenseService['checkOut'] = (_region, _wish, signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
        stop.abort(new Error('stop'));
      });
    const ended = checkLicense(wish, { ...service([]).plays, checkOut }, given);
    await expect(ended).rejects.toMatchObject({ hint: expect.stringContaining('may be held for an hour') });
    expect(waits).toEqual([5000]);
  });
});

describe('an answer that is lost', () => {
  const late = Object.assign(new Error('late'), { name: 'TimeoutError' });
  const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });

  it.each([
    [late, 1],
    [refused, 0],
  ])('%s: what may have been used up is told', async (error, notes) => {
    const perpetual: LicenseWish = { ...wish, consumption: 'perpetual' };
    const verdict = await checkLicense(perpetual, service([error]).plays, surroundings().given);
    expect(verdict.kind).toBe('unreachable');
    expect(verdict.notes.filter((note) => note.includes('may have been used up'))).toHaveLength(notes);
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

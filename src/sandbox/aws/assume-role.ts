import { AwsError } from './aws-error.ts';
import type { Identity } from './identity.ts';
import { issueRoleSession, type RoleSession } from './role-sessions.ts';

/** The one role that nobody may assume: for tests of what is refused. */
const deniedRole = 'sandbox-denied';

/** Seconds that a session lasts: by default, at least and at most (STS API Reference, AssumeRole, DurationSeconds). */
const usualSeconds = 3600;
const leastSeconds = 900;
const mostSeconds = 43_200;

/** A role that was assumed, and what STS tells of it. */
export interface AssumedRole extends RoleSession {
  /** `<role id>:<session name>` */
  readonly assumedRoleId: string;
}

/** What is asked for when a role is to be assumed. */
interface AskedRole {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  readonly session: string;
  readonly seconds: number;
  readonly isDenied: boolean;
}

/**
 * AssumeRole (STS API Reference; the words of its errors as the services have them): somebody may assume every role of the own account
 * but {@link deniedRole}, and none of another account. Roles are not made here: each name is one.
 * @throws AwsError `ValidationError`, `AccessDenied`
 */
export function assumeRole(form: URLSearchParams, caller: Identity, now: number): AssumedRole {
  const asked = roleAsked(form);
  if (asked.account === caller.account && !asked.isDenied) return assumedBy(asked, now);
  const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${asked.arn}`;
  throw new AwsError('AccessDenied', message, 403);
}

/** @throws AwsError `ValidationError` */
export function roleAsked(form: URLSearchParams): AskedRole {
  const arn = form.get('RoleArn') ?? '';
  const session = form.get('RoleSessionName') ?? '';
  const [, account = '', path = ''] = /^arn:aws:iam::(\d{12}):role\/([\w+=,.@/-]+)$/.exec(arn) ?? [];
  if (account === '') throw new AwsError('ValidationError', `${arn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
    throw invalid('roleSessionName', session, 'Member must satisfy regular expression pattern: [\\w+=,.@-]*');
  }
  const seconds = Number(form.get('DurationSeconds') ?? usualSeconds);
  if (!(Number.isInteger(seconds) && seconds >= leastSeconds && seconds <= mostSeconds)) {
    const rule = `Member must have value greater than or equal to ${leastSeconds} and less than or equal to ${mostSeconds}`;
    throw invalid('durationSeconds', String(form.get('DurationSeconds')), rule);
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { arn, account, name, session, seconds, isDenied: name === deniedRole };
}

/** The session of somebody who may. */
export function assumedBy({ account, name, session, seconds }: AskedRole, now: number): AssumedRole {
  const assumedRoleId = `AROASANDBOXROLE00000:${session}`;
  const assumed = { account, arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`, userId: assumedRoleId };
  return { ...issueRoleSession(assumed, now + seconds * 1000), assumedRoleId };
}

function invalid(parameter: string, value: string, rule: string): AwsError {
  const message = `1 validation error detected: Value '${value}' at '${parameter}' failed to satisfy constraint: ${rule}`;
  return new AwsError('ValidationError', message);
}

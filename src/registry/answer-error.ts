import * as z from 'zod/mini';
import { type Code, type ErrorDetail, ReleaseError, redact } from '#problem';
import { parseForeignJson } from './manifests/foreign-json.ts';
import { type HttpResponse, readBody } from './transport/http.ts';

const maxErrorBytes = 65_536;
const errorsSchema = z.looseObject({
  errors: z.array(z.looseObject({ code: z.optional(z.string()), message: z.optional(z.string()) })),
});

/** A registry's answer that is not the one hoped for, with what decides whether another try makes sense. */
export class AnswerError extends ReleaseError {
  readonly status: number;
  /** ms that the registry asks us to wait; undefined when it does not say */
  readonly retryAfterMs: number | undefined;
  /** Whether it is that of another host, which the registry had sent us to: the next try may be sent elsewhere. */
  readonly isElsewhere: boolean;

  constructor(
    code: Code,
    message: string,
    status: number,
    retryAfterMs: number | undefined,
    detail: ErrorDetail,
    isElsewhere = false,
  ) {
    super(code, message, detail);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.isElsewhere = isElsewhere;
  }
}

/** What was asked, for the message: `HEAD camunda/zeebe:8.3.4 at docker.io`. */
export interface Asked {
  readonly what: string;
  readonly registry: string;
  /** Whether the registry had sent us on to another host. */
  readonly isElsewhere?: boolean;
  /** Secrets that were sent with the request: a server's words may repeat them. */
  readonly secrets: readonly string[];
}

/**
 * Reads an unwanted answer into an error. Codes are the OCI distribution specification's ("Error codes") and ECR's on /v2.
 * @param now ms since the epoch, for a Retry-After that is a date
 */
export async function answerError(response: HttpResponse, asked: Asked, now: number): Promise<AnswerError> {
  const theirs = await readErrors(response);
  const code = codeFor(response.status, theirs.code, theirs.message);
  const said = (text: string | undefined, before: string) =>
    text === undefined ? '' : `${before}${redact(text, asked.secrets).slice(0, 500)}`;
  const answered = `${asked.registry} answered ${response.status}${said(theirs.code, ' ')}`;
  const message = `${answered} to ${asked.what}${said(theirs.message, ': ')}`;
  const theirCode = theirs.code === undefined ? {} : { theirCode: redact(theirs.code, asked.secrets) };
  return new AnswerError(code, message, response.status, retryAfter(response, now), theirCode, asked.isElsewhere);
}

/** A final tag that refuses to be written is known by code and text, not by its status (moby/buildkit#3776). */
function codeFor(status: number, theirCode: string | undefined, message = ''): Code {
  if (theirCode === 'TAG_INVALID' || /already exists.*cannot be overwritten/is.test(message)) return 'tag-taken';
  if (theirCode === 'NAME_UNKNOWN') return 'repository-missing';
  if (status === 429 || isThrottled(theirCode, message)) return 'rate-limited';
  if (status === 401) return 'login-refused';
  if (status === 403) return 'access-denied';
  if (status === 404) return 'content-missing';
  return 'registry-error';
}

/** AWS says it with whatever status, 400 as a rule (concourse/docker-image-resource#115, amazon-ecr-user-guide#11). */
function isThrottled(theirCode: string | undefined, message: string): boolean {
  const isCode =
    theirCode !== undefined && /^(toomanyrequests(exception)?|throttl(ed|ing)(exception)?|slowdown)$/i.test(theirCode);
  return isCode || /^(toomanyrequests: )?rate exceeded/i.test(message);
}

async function readErrors(response: HttpResponse): Promise<{ code?: string; message?: string }> {
  try {
    const bytes = await readBody(response, maxErrorBytes);
    if (bytes.length === 0) return {};
    const json = parseForeignJson(bytes, maxErrorBytes, (why) => new ReleaseError('registry-error', why));
    const first = errorsSchema.safeParse(json).data?.errors[0];
    return {
      ...(first?.code === undefined ? {} : { code: first.code.slice(0, 80) }),
      ...(first?.message === undefined ? {} : { message: first.message }),
    };
  } catch {
    // The status alone has to do: an error's body is help, not a condition.
    response.discard();
    return {};
  }
}

function retryAfter(response: HttpResponse, now: number): number | undefined {
  const value = response.headers['retry-after'];
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // Only the three forms of an HTTP date begin with a day's name; the parser takes much else for a date.
  const date = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

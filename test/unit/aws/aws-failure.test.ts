import { expect, it } from 'vitest';
import { asReleaseError } from '../../../src/aws/aws-failure.ts';

it.each([
  ['InvalidSignatureException', '\n\nThe Canonical String for this request should have been'],
  ['SignatureDoesNotMatch', ' The String-to-Sign should have been'],
])('%s is told without the request that AWS repeats, and the session token in it', (name, beginning) => {
  const said = 'The request signature we calculated does not match the signature you provided.';
  const request = "'POST\n/\n\nhost:sts.amazonaws.com\nx-amz-security-token:IQoJb3JpZ2lu\n\nhost;x-amz-date'";
  const thrown = Object.assign(new Error(`${said}${beginning}\n${request}`), { name });
  const error = asReleaseError(thrown, { region: 'us-east-1' });
  expect(error).toMatchObject({ code: 'login-refused', theirCode: name });
  expect(error.message).toContain(said);
  expect(error.message).not.toMatch(/IQoJ|POST|Canonical|Sign should/);
});

it("an answer that is not AWS's is told as such", () => {
  const thrown = new SyntaxError(
    'Unexpected token <. Deserialization error: inspect the hidden field {error}.$response',
  );
  Object.defineProperty(thrown, '$response', { value: {}, enumerable: false });
  const error = asReleaseError(thrown, { region: 'us-east-1' });
  expect(error).toMatchObject({ code: 'unreachable', message: expect.stringContaining('what answered is not AWS') });
  expect(error.message).not.toContain('hidden field');
});

it('what is asked too often says to wait, and names no option', () => {
  const thrown = Object.assign(new Error('slow'), { name: 'RateLimitExceededException' });
  const { code, hint } = asReleaseError(thrown, { region: 'us-east-1' });
  expect([code, hint]).toEqual(['rate-limited', 'Wait a few minutes, then try again.']);
});

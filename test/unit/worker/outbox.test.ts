import { expect, it } from 'vitest';
import { Outbox } from '../../../src/worker/outbox.ts';

/** A line whose messages arrive when told to. */
function line() {
  const sent: unknown[] = [];
  const arrivals: ((error: Error | null) => void)[] = [];
  return {
    connected: true,
    send: (message: unknown, _handle: undefined, _options: undefined, arrived: (error: Error | null) => void) => {
      sent.push(message);
      arrivals.push(arrived);
      return true;
    },
    sent,
    arrivals,
  };
}

const secrets = /abcdefghijklm|hunter22|0123456789abcdef/;
const said = 'Authorization: Bearer abcdefghijklm at https://me:hunter22@host/x?X-Amz-Signature=0123456789abcdef';

it('lets nothing secret out by what it tells, however deep it stands', () => {
  const to = line();
  const outbox = new Outbox(to);
  const problems = [{ rule: 'aws-error', severity: 'error', range: {}, message: said, file: said }] as never;
  outbox.send({ type: 'failure', id: 1, failure: { code: 'aws-error', message: said, details: [said], problems } });
  outbox.send({ type: 'event', id: 1, event: { schemaVersion: 1, type: 'log', level: 'debug', message: said } });
  outbox.send({ type: 'log', level: 'warn', message: said });
  expect(to.sent).toHaveLength(3);
  expect(JSON.stringify(to.sent)).not.toMatch(secrets);
});

it('lets nothing secret out by the words in an answer', () => {
  const to = line();
  const answer = {
    refusal: { code: 'access-denied', message: said },
    report: { items: [{ message: said, hint: said, size: 7 }, undefined, null] },
    failure: { details: [said], problems: [{ message: said }] },
  };
  new Outbox(to).send({ type: 'answer', id: 1, answer });
  const [sent] = to.sent;
  expect(sent).toMatchObject({ id: 1, answer: { report: { items: [{ size: 7 }, undefined, null] } } });
  expect(JSON.stringify(sent)).not.toMatch(secrets);
});

it('leaves the data of an answer as it is: it is asked with again, or has a digest', () => {
  const to = line();
  const answer = {
    next: JSON.stringify({ at: ['/v2/_catalog?n=1000&token=abcdefghijklm&sig=x'] }),
    manifest: '{"annotations":{"token":"abc","note":"Bearer abcdefghijklm"}}',
    repositories: [{ name: 'a', repository: 'p/a' }],
  };
  new Outbox(to).send({ type: 'answer', id: 1, answer });
  expect(to.sent).toEqual([{ type: 'answer', id: 1, answer }]);
});

it('knows when all has gone out, and loses nothing but what nobody is there for', async () => {
  const to = line();
  const outbox = new Outbox(to);
  await outbox.flushed();
  for (const id of [1, 2]) outbox.send({ type: 'answer', id, answer: null });
  let isFlushed = false;
  const flushed = outbox.flushed().then(() => {
    isFlushed = true;
  });
  to.arrivals[1]?.(null);
  await Promise.resolve();
  expect(isFlushed).toBe(false);
  to.arrivals[0]?.(new Error('EPIPE'));
  await flushed;
  to.connected = false;
  outbox.send({ type: 'answer', id: 3, answer: null });
  expect(to.sent).toHaveLength(2);
});

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

it('lets nothing secret out, however deep it stands', () => {
  const to = line();
  const answer = {
    items: [{ message: 'Authorization: Bearer abcdefghijklm', size: 7 }, undefined, null],
    url: 'https://me:hunter22@host/x?X-Amz-Signature=0123456789abcdef',
  };
  new Outbox(to).send({ type: 'answer', id: 1, answer });
  const [sent] = to.sent;
  expect(sent).toMatchObject({ type: 'answer', id: 1, answer: { items: [{ size: 7 }, undefined, null] } });
  expect(JSON.stringify(sent)).not.toMatch(/abcdefghijklm|hunter22|0123456789abcdef/);
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

import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepHeapSmall } from '#platform';
import { ReleaseError } from '#problem';
import { failureOf } from './failure-of.ts';
import { Outbox } from './outbox.ts';
import { readMessage } from './read-message.ts';
import { surroundingsFor } from './surroundings-for.ts';
import { Worker } from './worker.ts';

keepHeapSmall();
const outbox = new Outbox(process);
let worker: Worker | undefined;
let isLeaving = false;

/** The entry: joins a worker to this process and to the editor that has forked it. */
process.on('message', (value) => {
  const message = readMessage(value);
  if (message?.type === 'start') {
    worker ??= new Worker(surroundingsFor(message, { environment: process.env, home: homedir() }, outbox), outbox);
    outbox.send({ type: 'log', level: 'debug', message: `Worker ${process.pid} for the world ${message.world}` });
  } else if (message?.type === 'ask' && worker) worker.ask(message.id, message.operation, message.input);
  else if (message?.type === 'ask') outbox.send({ type: 'failure', id: message.id, failure: failureOf(notStarted()) });
  else if (message?.type === 'cancel') worker?.cancel(message.id);
  else if (message?.type === 'reply') worker?.reply(message.question, message.answer);
  else if (message?.type === 'logins') worker?.signIn(message.logins);
});
// The window is gone. What has begun to write is settled without it.
process.once('disconnect', () => void leave('Cancelled, because its window was closed'));
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => {
    if (isLeaving) process.exit(130);
    void leave(`Cancelled by ${name}`);
  });
}
process.on('uncaughtException', (error) => void breakDown(error));
process.on('unhandledRejection', (error) => void breakDown(error));
// Nobody may be reading what packages and Node have to say.
process.removeAllListeners('warning');
process.stderr.on('error', () => undefined);

async function leave(why: string): Promise<void> {
  isLeaving = true;
  await worker?.settle(why);
  await outbox.flushed();
  process.exit(0);
}

async function breakDown(error: unknown): Promise<void> {
  worker?.fail(error);
  const { message } = ReleaseError.from(error);
  outbox.send({ type: 'log', level: 'warn', message: `The worker breaks down: ${message}` });
  // An editor that does not listen must not keep a broken process.
  await Promise.race([outbox.flushed(), sleep(1000)]);
  process.exit(1);
}

/** The editor's start message was none that we know. */
function notStarted(): ReleaseError {
  return new ReleaseError('internal', 'The editor and its worker are of different versions', {
    hint: 'Reload the window: the extension was updated while it ran.',
  });
}

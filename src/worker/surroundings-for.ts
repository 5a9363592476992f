import { HeldSandbox, type Machine, sandboxEnvironment } from '#composition';
import { noHosts } from '#platform';
import { AbsoluteFiles } from './absolute-files.ts';
import { ChartRecords } from './chart-records.ts';
import { LoginQuestions } from './login-questions.ts';
import { OpenPlaces } from './open-places.ts';
import type { Surroundings } from './operation.ts';
import type { Outbox } from './outbox.ts';
import type { WorkerStart } from './protocol.ts';
import { Records } from './records.ts';
import { sandboxOutline } from './sandbox-outline.ts';
import { SignedInLogins } from './signed-in.ts';

/** What a worker's operations share, put together as its start message says. Nothing is read, asked or started yet. */
export function surroundingsFor(
  start: WorkerStart,
  { environment: given, home }: Pick<Machine, 'environment' | 'home'>,
  outbox: Outbox,
): Surroundings {
  const { world, version, program, sandboxFolder: dataDir, awsEndpoint, network } = start;
  const isSandbox = world === 'sandbox';
  // Whoever started us has done so already; nothing in this world may depend on that.
  const environment = isSandbox ? sandboxEnvironment(given) : given;
  const signedIn = new SignedInLogins();
  if (!isSandbox) signedIn.replace(start.logins ?? []);
  const machine: Machine = {
    environment,
    directory: home,
    home,
    version,
    program,
    signedIn: signedIn.find,
    ...(isSandbox || !network ? {} : { network }),
  };
  const questions = new LoginQuestions(outbox);
  const sandbox = isSandbox
    ? new HeldSandbox({
        environment,
        home,
        program,
        ...(dataDir === undefined ? {} : { dataDir }),
        onChange: (used) => outbox.send({ type: 'sandbox', sandbox: used ? sandboxOutline(used) : null }),
      })
    : undefined;
  const files = new AbsoluteFiles();
  const places = new OpenPlaces({
    machine,
    files,
    ...(isSandbox || awsEndpoint === undefined ? {} : { awsEndpoint }),
    hosts: async () => (sandbox ? (await sandbox.use()).hosts : noHosts),
    ...(sandbox ? { comeBack: () => sandbox.use() } : { pause: questions.pause }),
  });
  return {
    world,
    machine,
    files,
    places,
    records: new Records(start.records),
    charts: new ChartRecords(start.records),
    questions,
    signedIn,
    sandbox,
    warn: (message) => outbox.send({ type: 'log', level: 'warn', message }),
  };
}

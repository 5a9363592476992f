import type { TargetSettings } from '#formats';
import { ReleaseError } from '#problem';
import { canonicalRegistry, ecrApiOrigin, parseEcrHost } from '#reference';
import { awsScope } from '../aws-scope.ts';
import { uploadOrigin } from '../endpoints.ts';
import type { Emit } from '../event.ts';
import type { Files, Gateways } from '../gateways.ts';
import type { ReleaseChoice } from '../gather/find-settings.ts';
import type { Gathered } from '../gather/gather.ts';
import type { OpenedSettings } from '../gather/open-settings.ts';
import { requireSettings } from '../gather/require-settings.ts';
import { refuseMixedWorlds } from '../guards.ts';
import type { PlanTarget } from '../plan-target.ts';
import type { LogUpload } from '../upload-place.ts';
import { type AttestorAnswer, checkAttestations } from './check-attestations.ts';
import { checkClock } from './check-clock.ts';
import { checkIdentity } from './check-identity.ts';
import { checkAuthority, checkProxies, checkTools } from './check-machine.ts';
import { checkRegistry, type RegistryAnswer } from './check-registry.ts';
import { checkScanner } from './check-scanner.ts';
import { checkUpload } from './check-upload.ts';
import { type Diagnosis, type DoctorCheck, failedCheck } from './doctor-check.ts';
import type { MachineFacts } from './machine-facts.ts';
import { untriedRights } from './untried-rights.ts';

/** A target that was opened to be looked at. */
export interface OpenTarget {
  readonly target: PlanTarget;
  readonly gateways: Gateways;
  /** Where a run puts its error log; the account may not be filled in. */
  readonly upload?: LogUpload;
  /** Reads the files of the release. @throws ReleaseError */
  images(): Promise<Gathered['images']>;
  close(): void;
}

export interface DoctorInput {
  readonly choice: ReleaseChoice;
  /** The one target that is meant; all of them without. */
  readonly target?: string;
  readonly files: Files;
  readonly facts: MachineFacts;
  /** Resolves one of the targets of the settings, and puts together what it takes to ask there. @throws ReleaseError */
  open(target: string, opened: OpenedSettings, signal: AbortSignal | undefined): Promise<OpenTarget>;
}

interface Look {
  readonly emit: Emit;
  readonly signal?: AbortSignal;
}

/**
 * Looks at everything that a release needs and that can be seen without writing anything: settings, files, who we are at AWS, rights,
 * each registry, the clock, proxies, certificates, helper programs. What fails is a finding and stops nothing else.
 * @throws the signal's reason
 */
export async function diagnose(input: DoctorInput, look: Look): Promise<Diagnosis> {
  const { facts } = input;
  const program: DoctorCheck = { name: 'program', state: 'ok', message: facts.program };
  const [ofRelease, tools] = await Promise.all([checkRelease(input, look), checkTools(facts, look.signal)]);
  const checks = [program, ...ofRelease, ...tools];
  return { schemaVersion: 1, job: 'doctor', ok: checks.every(({ state }) => state !== 'error'), checks };
}

async function checkRelease(input: DoctorInput, look: Look): Promise<DoctorCheck[]> {
  const { choice, files, target: wanted } = input;
  let opened: Required<OpenedSettings>;
  try {
    opened = await requireSettings(choice, files);
  } catch (error) {
    return [failedCheck('settings', error, look.signal)];
  }
  const { settings, folder, file } = opened;
  const chosen = settings.targets.filter(({ name }) => wanted === undefined || name === wanted);
  const message = `${file.file}: ${settings.targets.length === 1 ? '1 target' : `${settings.targets.length} targets`}`;
  const own: DoctorCheck =
    chosen.length > 0
      ? { name: 'settings', state: 'ok', message }
      : {
          name: 'settings',
          state: 'error',
          code: 'target-choice',
          message: `The settings have no target "${wanted}"`,
          hint: `Choose one of them: ${settings.targets.map(({ name }) => name).join(', ')}`,
        };
  const isOnly = settings.targets.length === 1;
  // What is said of these, their authority say, makes them no registries.
  const servers = settings.attestations.flatMap(({ ask }) => ('exempt' in ask ? [] : [new URL(ask.url).host]));
  const also = settings.registries
    .map(({ host }) => canonicalRegistry(host))
    .filter((registry) => !servers.includes(registry));
  const looked = await Promise.all(chosen.map((one) => openTarget(one, input, opened, look.signal)));
  // A real target is nothing that a rehearsal sends a login to, not even as the source of another target.
  const withheld = looked.flatMap((one) => ('mixed' in one && one.mixed ? [one.open.target.registry] : []));
  const targets = await Promise.all(
    looked.map((one) => checkTarget(one, isOnly ? '' : ` of ${one.settings.name}`, { opened, also, withheld }, look)),
  );
  const answers = distinct(
    targets.flatMap((target) => target.answers),
    ({ registry }) => registry,
  );
  const authorities = settings.registries.flatMap(({ host, ca }) => (ca === undefined ? [] : [{ host, ca }]));
  const certificates = await Promise.all(
    authorities.map((one) => checkAuthority(one, folder, files, { now: () => Date.now() }, look.signal)),
  );
  const { with: scanner } = settings.scan ?? {};
  const scanners = scanner ? [await checkScanner(scanner, input.facts, look.signal)] : [];
  const attestors = distinct(
    targets.flatMap((target) => target.attestors),
    ({ attestor }) => attestor,
  );
  const origins = [
    ...[...answers, ...attestors].flatMap(({ origin }) => origin ?? []),
    ...targets.flatMap(({ awsOrigin }) => awsOrigin),
  ];
  return [
    own,
    ...targets.flatMap(({ checks }) => checks),
    ...answers.map(({ check }) => check),
    ...attestors.flatMap(({ checks }) => checks),
    checkClock(answers),
    checkProxies(input.facts, origins),
    ...certificates,
    ...scanners,
  ];
}

type Answer = RegistryAnswer & { readonly registry: string };

/** A target that is open, or why it is not. */
type LookedAt = { readonly settings: TargetSettings } & (
  | { readonly open: OpenTarget; readonly mixed: ReleaseError | undefined }
  | { readonly error: unknown }
);

/** Throws nothing: what is open is closed by its check. */
async function openTarget(
  settings: TargetSettings,
  input: DoctorInput,
  opened: Required<OpenedSettings>,
  signal: AbortSignal | undefined,
): Promise<LookedAt> {
  try {
    const open = await input.open(settings.name, opened, signal);
    return { settings, open, mixed: await mixedWorld(open) };
  } catch (error) {
    return { settings, error };
  }
}

interface TargetInput {
  readonly opened: Required<OpenedSettings>;
  /** Registries that the settings name beside the targets. */
  readonly also: readonly string[];
  /** Registries that nobody may be asked at. */
  readonly withheld: readonly string[];
}

async function checkTarget(
  looked: LookedAt,
  of: string,
  input: TargetInput,
  look: Look,
): Promise<{ checks: DoctorCheck[]; answers: Answer[]; attestors: AttestorAnswer[]; awsOrigin: string[] }> {
  if ('error' in looked) {
    const checks = [failedCheck(`target${of}`, looked.error, look.signal)];
    return { checks, answers: [], attestors: [], awsOrigin: [] };
  }
  const { settings, open, mixed } = looked;
  try {
    const { gateways, target, upload } = open;
    const files = await checkFiles(open, `files${of}`, look.signal);
    const sources = new Set([...files.sources, ...input.also]);
    for (const registry of [target.registry, ...input.withheld]) sources.delete(registry);
    const guard = mixed && failedCheck('sandbox', mixed, look.signal);
    const asked = [...(guard ? [] : [target.registry]), ...[...sources].sort()];
    const { settings: all, folder } = input.opened;
    const [identity, ofUpload, attestors, answers] = await Promise.all([
      checkIdentity(target, gateways, of, look.signal),
      upload ? checkUpload(target, upload, gateways, of, look.signal) : [],
      checkAttestations(all.attestations, { gateways, folder, ...look }),
      Promise.all(
        asked.map(async (registry): Promise<Answer> => {
          const answer = await checkRegistry(registry, gateways, registry === target.registry, look);
          return { ...answer, registry };
        }),
      ),
    ]);
    const isInSandbox = gateways.registries.isSandbox && target.layout === undefined;
    const there: DoctorCheck = {
      name: 'sandbox',
      state: 'ok',
      message: `${target.registry} is at ${answers[0]?.origin ?? 'no place'}`,
    };
    const sandbox = guard ? [guard] : isInSandbox ? [there] : [];
    const isAws = parseEcrHost(target.registry)?.account !== undefined;
    const scope = awsScope(target);
    const awsOrigin = [
      ...(isAws ? [gateways.aws.endpoint ?? ecrApiOrigin(scope.region, scope)] : []),
      // A bucket whose name is not known yet has no host.
      ...(upload && !upload.to.includes('{') ? [uploadOrigin({ target, upload }, gateways)] : []),
    ];
    return {
      checks: [files.check, ...sandbox, ...identity, ...untriedRights(settings, of), ...ofUpload],
      answers,
      attestors,
      awsOrigin,
    };
  } finally {
    open.close();
  }
}

/** Trouble when a rehearsal would meet the real target. Whatever else is wrong with reaching it is told by asking it. */
async function mixedWorld({ target, gateways }: OpenTarget): Promise<ReleaseError | undefined> {
  try {
    await refuseMixedWorlds(target, gateways);
    return undefined;
  } catch (error) {
    return ReleaseError.is(error) && error.code === 'sandbox-guard' ? error : undefined;
  }
}

async function checkFiles(
  open: OpenTarget,
  name: string,
  signal: AbortSignal | undefined,
): Promise<{ check: DoctorCheck; sources: string[] }> {
  try {
    const images = await open.images();
    const words = images.length === 1 ? '1 image takes part' : `${images.length} images take part`;
    return { check: { name, state: 'ok', message: words }, sources: images.map(({ source }) => source.registry) };
  } catch (error) {
    // Whoever sets up has no release yet.
    const isNone = ReleaseError.is(error) && error.code === 'file-not-found';
    return { check: failedCheck(name, error, signal, isNone ? 'warning' : 'error'), sources: [] };
  }
}

/** Targets of one release have the same sources and attestors; the first to ask tells. */
function distinct<T>(answers: readonly T[], nameOf: (answer: T) => string): T[] {
  return [...new Map([...answers].reverse().map((answer) => [nameOf(answer), answer])).values()].reverse();
}

import { X509Certificate } from 'node:crypto';
import { ReleaseError } from '#problem';
import type { Clock } from '#registry';
import type { Files } from '../gateways.ts';
import { placeFrom } from '../gather/place-from.ts';
import { type DoctorCheck, failedCheck } from './doctor-check.ts';
import type { MachineFacts } from './machine-facts.ts';

/** Which of the hosts are asked through a proxy, and who says so. */
export function checkProxies(facts: MachineFacts, origins: readonly string[]): DoctorCheck {
  const name = 'proxy';
  try {
    const direct: string[] = [];
    const through = new Map<string, string[]>();
    for (const origin of [...new Set(origins)].sort()) {
      const { host } = new URL(origin);
      const proxy = facts.proxyFor(origin);
      if (!proxy) direct.push(host);
      else {
        const key = `through ${proxy.name} (${proxy.namedBy})`;
        through.set(key, [...(through.get(key) ?? []), host]);
      }
    }
    if (through.size === 0) return { name, state: 'ok', message: 'none is used' };
    const words = [...through].map(([way, hosts]) => `${way}: ${hosts.join(', ')}`);
    return {
      name,
      state: 'ok',
      message: [...words, ...(direct.length > 0 ? [`direct: ${direct.join(', ')}`] : [])].join('; '),
    };
  } catch (error) {
    return failedCheck(name, error, undefined);
  }
}

const pem = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** Whether a registry's CA file can be read and holds certificates that are good today. */
export async function checkAuthority(
  { host, ca }: { readonly host: string; readonly ca: string },
  folder: string,
  files: Files,
  clock: Pick<Clock, 'now'>,
  signal: AbortSignal | undefined,
): Promise<DoctorCheck> {
  const name = `certificates of ${host}`;
  try {
    const text = new TextDecoder().decode(await files.read(placeFrom(folder, ca, files)));
    const ends = (text.match(pem) ?? []).map((one) => Date.parse(certificate(one, ca).validTo));
    if (ends.length === 0) throw noCertificate(ca, 'no certificate in PEM form is in it');
    const message = `${ca}: ${ends.length === 1 ? '1 certificate' : `${ends.length} certificates`}`;
    const ended = ends.filter((end) => end < clock.now()).length;
    if (ended === 0) return { name, state: 'ok', message };
    return {
      name,
      state: 'warning',
      message: `${message}, ${ended} of them ended`,
      hint: 'Ask who runs the registry for a new one.',
    };
  } catch (error) {
    return failedCheck(name, error, signal);
  }
}

function certificate(text: string, file: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw noCertificate(file, 'a certificate in it cannot be read');
  }
}

function noCertificate(file: string, why: string): ReleaseError {
  return new ReleaseError('tls-failed', `${file} is no CA file: ${why}`, {
    hint: 'It has one or more certificates in PEM form: -----BEGIN CERTIFICATE----- …',
  });
}

/** Programs that a login or a chart may need. */
export async function checkTools(facts: MachineFacts, signal: AbortSignal | undefined): Promise<DoctorCheck[]> {
  return [...(await checkHelpers(facts, signal)), await checkHelm(facts)];
}

async function checkHelpers(facts: MachineFacts, signal: AbortSignal | undefined): Promise<DoctorCheck[]> {
  const name = 'docker config';
  try {
    const helpers = await facts.credentialHelpers();
    if (helpers.length === 0) return [{ name, state: 'ok', message: 'names no credential helper' }];
    return await Promise.all(
      helpers.map(async (helper): Promise<DoctorCheck> => {
        const program = `docker-credential-${helper}`;
        const place = await facts.findProgram(program);
        if (place !== undefined) return { name: program, state: 'ok', message: place };
        const message = `docker's config names ${program}, and it is not on the PATH`;
        return { name: program, state: 'warning', message, hint: 'Install it, or remove it from the config.' };
      }),
    );
  } catch (error) {
    return [failedCheck(name, error, signal)];
  }
}

async function checkHelm(facts: MachineFacts): Promise<DoctorCheck> {
  const place = await facts.findProgram('helm');
  return place === undefined
    ? { name: 'helm', state: 'skipped', message: 'not on the PATH; nothing here needs it' }
    : { name: 'helm', state: 'ok', message: place };
}

import { ReleaseError, redact } from '#problem';
import { Limiter, type Login, secretForms } from '#registry';
import { maxFindingsBytes, readFindings, type ScannerName, scannerCall, scannerTitles, unfitLogin } from '#scan';
import type { Gateways } from '../gateways.ts';
import type { ProgramEnd } from '../programs.ts';
import type { Sessions } from '../sessions.ts';
import type { SeenContent } from '../trust/judge.ts';
import { lastWords } from './last-words.ts';
import type { FoundReport } from './load-findings.ts';

import { SharedVulnerabilities } from './shared-vulnerabilities.ts';

/** A first scan fetches the database, and a large image takes its minutes; what takes longer hangs. */
const timeoutMs = 1_200_000;
/**
 * Scans at a time. Two of Trivy would fight for the lock of their cache (aquasecurity/trivy: docs/guide/references/troubleshooting.md,
 * "Cache lock errors"), which is worth more than a second one: what it has seen of a layer it knows in every later plan.
 */
const atOnce: Readonly<Record<ScannerName, number>> = { trivy: 1, grype: 2 };

/** One image for one platform, where it can be pulled. */
interface ScanWish {
  readonly content: Pick<SeenContent, 'session' | 'repository'>;
  /** Of its manifest. */
  readonly digest: string;
  /** In words: `linux/amd64`. */
  readonly name: string;
}

/**
 * The scans of one job: each manifest once, however many images have it. A failure may be of its repository and login: another repository
 * asks for itself.
 */
export class ScannerRuns {
  readonly #scanner: ScannerName;
  readonly #gateways: Pick<Gateways, 'programs' | 'registries'>;
  readonly #sessions: Sessions;
  readonly #limiter: Limiter;
  readonly #shared = new SharedVulnerabilities();
  readonly #held = new Map<string, { readonly content: ScanWish['content']; readonly asked: Promise<FoundReport> }>();
  #program: Promise<string> | undefined;

  constructor(scanner: ScannerName, gateways: Pick<Gateways, 'programs' | 'registries'>, sessions: Sessions) {
    this.#scanner = scanner;
    this.#gateways = gateways;
    this.#sessions = sessions;
    this.#limiter = new Limiter(atOnce[scanner]);
  }

  /**
   * Has the scanner look into an image.
   * @throws ReleaseError `scanner-missing`, `scanner-unsuited`, `scanner-failed`, `scanner-timeout`, `scanner-answer`, what the login
   * throws; the signal's reason
   */
  async report(wish: ScanWish, signal?: AbortSignal): Promise<FoundReport> {
    const { content, digest } = wish;
    const held = this.#held.get(digest);
    if (held) {
      return held.asked.catch((error) => {
        signal?.throwIfAborted();
        const isOwn = held.content.session === content.session && held.content.repository === content.repository;
        if (isOwn) throw error;
        if (this.#held.get(digest) === held) this.#held.delete(digest);
        return this.report(wish, signal);
      });
    }
    const asked = this.#limiter.run(() => this.#scan(wish, signal), signal);
    this.#held.set(digest, { content, asked });
    return asked;
  }

  async #scan({ content, digest, name }: ScanWish, signal?: AbortSignal): Promise<FoundReport> {
    const program = await this.#found();
    const { access } = content.session;
    const title = scannerTitles[this.#scanner];
    if (access.layout !== undefined) throw unsuited(title, 'the image is in a folder, not in a registry');
    const login = await access.login(false);
    const unfit = unfitLogin(this.#scanner, login);
    if (unfit !== undefined) throw unsuited(title, `${unfit}, which it cannot be given`);
    signal?.throwIfAborted();
    const { host } = new URL(access.origin);
    if (login) this.#tellCredentials(access.registry, host);
    this.#sessions.emit({
      type: 'log',
      level: 'info',
      message: `${title} looks into ${access.registry}/${content.repository} (${name})`,
    });
    const call = scannerCall(this.#scanner, {
      origin: access.origin,
      repository: content.session.path(content.repository),
      digest,
      login,
      isSandbox: this.#gateways.registries.isSandbox,
    });
    const end = await this.#gateways.programs.run(
      { ...call, program, failure: 'scanner-failed', host, timeoutMs, maxOutputBytes: maxFindingsBytes },
      signal,
    );
    return this.#shared.share(reportOf(end, { title, digest, name, login }));
  }

  #found(): Promise<string> {
    this.#program ??= this.#gateways.programs.find(this.#scanner).then((program) => {
      if (program !== undefined) return program;
      throw scannerMissing(this.#scanner);
    });
    return this.#program;
  }

  #tellCredentials(registry: string, host: string): void {
    const { credentialsSent } = this.#sessions;
    credentialsSent.set(registry, new Set(credentialsSent.get(registry)).add(host));
  }
}

/** That a scanner is asked for and not there. */
export function scannerMissing(scanner: ScannerName): ReleaseError {
  const title = scannerTitles[scanner];
  return new ReleaseError('scanner-missing', `${title} is not installed: there is no program ${scanner} on the PATH`, {
    hint: `Install ${title}; or scan elsewhere, name the files in scan.findings, and take scan.with out of marketplace.yaml.`,
  });
}

interface Asked {
  readonly title: string;
  readonly digest: string;
  readonly name: string;
  readonly login: Login | undefined;
}

function reportOf({ status, stopped, output, errors }: ProgramEnd, { title, digest, name, login }: Asked): FoundReport {
  // It was told the login, and may have told it on.
  const words = redact(lastWords(errors), secretForms(login));
  const said = words === '' ? '' : `: ${words}`;
  if (stopped === 'time') {
    throw new ReleaseError(
      'scanner-timeout',
      `${title} did not end within ${timeoutMs / 60_000} minutes on ${name}${said}`,
      {
        hint: 'Let it fetch its database first, or scan the image by hand and name the file in scan.findings.',
      },
    );
  }
  const broken = (why: string) =>
    new ReleaseError('scanner-answer', `What ${title} wrote of ${name} cannot be used: ${why}`, {
      hint: `Check that it is ${title} itself, in a current version.`,
    });
  if (stopped === 'output') throw broken(`it is larger than ${maxFindingsBytes} bytes`);
  if (status !== 0 || stopped) {
    const ended = status === undefined ? 'was killed' : `ended with status ${status}`;
    const how = stopped === 'errors' ? 'wrote messages without end' : ended;
    throw new ReleaseError('scanner-failed', `${title} ${how} on ${name}${said}`, {
      hint: 'Run it by hand to see more. Nothing is known of the image: it is not released unseen.',
    });
  }
  const [report] = readFindings(output, broken);
  if (!report?.digests.includes(digest)) throw broken(`it is not of ${digest}`);
  return report;
}

function unsuited(title: string, why: string): ReleaseError {
  return new ReleaseError('scanner-unsuited', `${title} cannot look into the image: ${why}`, {
    hint: 'Scan the image by hand, and name the file of findings in scan.findings.',
  });
}

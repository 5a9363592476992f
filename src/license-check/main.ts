import { writeFile } from 'node:fs/promises';
import { redact } from '#problem';
import { licenseTokenCredentials } from './license-token-credentials.ts';
import { type ProgramEnd, runProgram } from './run-program.ts';
import { SdkLicenseService } from './sdk-license-service.ts';

/** Where Kubernetes reads why a container ended (Kubernetes, "Determine the Reason for Pod Failure"). */
const terminationLog = '/dev/termination-log';

// The SDK would print a notice of its own about old Node versions; the image decides which it has.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const stop = new AbortController();
// Whoever ends the pod does not wait for AWS.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

async function main(): Promise<ProgramEnd> {
  const { env: environment } = process;
  try {
    return await runProgram({
      environment,
      service: async (region) => new SdkLicenseService(await licenseTokenCredentials(environment, region)),
      signal: stop.signal,
    });
  } catch (error) {
    if (stop.signal.aborted) return { status: 143, lines: ['The check of the licence was stopped.'] };
    const words = error instanceof Error ? error.message : String(error);
    return { status: 1, lines: [redact(`The check of the licence failed: ${words}`)] };
  }
}

/** Says how it ended, to whoever reads the log and to Kubernetes. */
async function end({ status, lines }: ProgramEnd): Promise<void> {
  const text = `${lines.join('\n')}\n`;
  (status === 0 ? process.stdout : process.stderr).write(text);
  // Only where it is there already: nobody wants a file of that name elsewhere.
  await writeFile(terminationLog, text, { flag: 'r+' }).catch(() => undefined);
  process.exitCode = status;
}

void main().then(end);

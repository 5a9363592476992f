import { licenseTokenCredentials, NetworkHandler, SdkLicenseService } from '#aws';
import { NodeNetwork } from '#platform';
import { ReleaseError, redact } from '#problem';
import { endProgram } from './end-program.ts';
import { type ProgramEnd, runProgram } from './run-program.ts';

// The SDK would print a notice of its own about old Node versions; the image decides which it has.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** How long a connection may say nothing, in ms. */
const idleMs = 10_000;

const stop = new AbortController();
// Whoever ends the pod waits for what was begun, and for nothing else.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

async function main(): Promise<ProgramEnd> {
  const { env: environment } = process;
  const network = new NodeNetwork({ environment, authority: () => undefined });
  const handler = new NetworkHandler(network, idleMs);
  try {
    return await runProgram({
      environment,
      service: async (region) => {
        const credentials = await licenseTokenCredentials(environment, region, handler);
        return new SdkLicenseService({ handler, ...(credentials ? { credentials } : {}) });
      },
      signal: stop.signal,
    });
  } catch (error) {
    if (stop.signal.aborted) {
      const hint = ReleaseError.is(error) ? error.hint : undefined;
      return { status: 143, lines: ['The check of the licence was stopped.', ...(hint === undefined ? [] : [hint])] };
    }
    const words = error instanceof Error ? error.message : String(error);
    return { status: 1, lines: [redact(`The check of the licence failed: ${words}`)] };
  } finally {
    handler.destroy();
    network.close();
  }
}

void main().then(endProgram);

import { NodeHttpHandler } from '@smithy/node-http-handler';
import { NetworkError } from '#registry';
import type { AwsNetwork } from './aws-network.ts';

type Handle = NodeHttpHandler['handle'];

/**
 * The SDK's own handler of requests, on this machine's network: its agents tunnel TLS through proxies, and what is plain goes to the
 * proxy with its whole URL. What is signed stays as it is. The SDK retries by the system's error codes, which it finds as causes.
 */
export class NetworkHandler extends NodeHttpHandler {
  readonly #network: AwsNetwork;
  #lastFailure: Error | undefined;

  /** @param idleMs how long a connection may say nothing */
  constructor(network: AwsNetwork, idleMs = 30_000) {
    super(async () => ({
      httpAgent: network.plainAgent,
      httpsAgent: await network.secureAgent(''),
      // Nothing large is sent or had: a limit on silence is one on the whole call, at any speed.
      connectionTimeout: idleMs,
      socketTimeout: idleMs,
    }));
    this.#network = network;
  }

  override async handle(request: Parameters<Handle>[0], options?: Parameters<Handle>[1]): ReturnType<Handle> {
    const url = urlOf(request);
    const { options: at, headers, isPassedOn, refusal, explain } = await this.#network.route(url);
    const sent = isPassedOn
      ? Object.assign(request.clone(), {
          protocol: at.protocol,
          hostname: at.hostname,
          port: Number(at.port),
          path: url.origin + request.path,
          headers: { ...request.headers, ...headers },
        })
      : request;
    try {
      const answer = await super.handle(sent, options);
      const refused = refusal(answer.response.statusCode);
      if (refused) throw refused;
      return answer;
    } catch (error) {
      // Its own errors of time and abortion have names that the SDK knows.
      const isNetwork = error instanceof Error && ('code' in error || NetworkError.is(error));
      if (!isNetwork) throw error;
      this.#lastFailure = explain(error);
      throw this.#lastFailure;
    }
  }

  /** What broke when the search for credentials failed: the SDK's providers keep of it the words alone. */
  failureBehind(error: unknown): Error | undefined {
    const failure = this.#lastFailure;
    const isAbout = failure && error instanceof Error && error !== failure && error.message.includes(failure.message);
    return isAbout ? failure : undefined;
  }
}

function urlOf({ protocol, hostname, port }: Parameters<Handle>[0]): URL {
  return new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}/`);
}

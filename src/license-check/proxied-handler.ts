import { NodeHttpHandler } from '@smithy/node-http-handler';
import { NodeNetwork } from '#platform';

/** How long a connection may say nothing, in ms. */
const usualIdleMs = 10_000;

type Handle = NodeHttpHandler['handle'];

/**
 * The SDK's own handler of requests, by the proxies that the environment names: TLS goes through a tunnel, and what is plain to the proxy
 * with its whole URL. What is signed stays as it is.
 */
export class ProxiedHandler extends NodeHttpHandler {
  readonly #network: NodeNetwork;

  constructor(environment: NodeJS.ProcessEnv, idleMs = usualIdleMs) {
    const network = new NodeNetwork({ environment, authority: () => undefined });
    super(async () => ({
      httpAgent: network.plainAgent,
      httpsAgent: await network.secureAgent(''),
      connectionTimeout: idleMs,
      socketTimeout: idleMs,
    }));
    this.#network = network;
  }

  override async handle(request: Parameters<Handle>[0], options?: Parameters<Handle>[1]): ReturnType<Handle> {
    const url = urlOf(request);
    const { options: at, headers, isPassedOn, refusal } = await this.#network.route(url);
    const sent = isPassedOn
      ? Object.assign(request.clone(), {
          protocol: at.protocol,
          hostname: at.hostname,
          port: Number(at.port),
          path: url.origin + request.path,
          headers: { ...request.headers, ...headers },
        })
      : request;
    const answer = await super.handle(sent, options);
    const refused = refusal(answer.response.statusCode);
    if (refused) throw refused;
    return answer;
  }

  /** Ends all connections, so that the program can exit. */
  override destroy(): void {
    super.destroy();
    this.#network.close();
  }
}

function urlOf({ protocol, hostname, port }: Parameters<Handle>[0]): URL {
  return new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}/`);
}

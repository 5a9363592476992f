import type http from 'node:http';
import type https from 'node:https';

/** One way to a URL. */
interface AwsRoute {
  readonly options: {
    readonly protocol: 'http:' | 'https:';
    readonly hostname: string;
    readonly port: string;
  };
  /** That a proxy needs. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether a proxy is given the request itself, because it is plain. */
  readonly isPassedOn: boolean;
  /** What is wrong when the answer is the proxy's own. */
  refusal(status: number): Error | undefined;
  /** What a connection broke by. */
  explain(error: unknown): Error;
}

/** The way to AWS, as far as the SDK's clients need it: what an adapter of this machine's network gives. */
export interface AwsNetwork {
  readonly plainAgent: http.Agent;
  /** @throws ReleaseError `file-not-readable` */
  secureAgent(host: string): Promise<https.Agent>;
  /** @throws ReleaseError `proxy-invalid` */
  route(url: URL): Promise<AwsRoute>;
}

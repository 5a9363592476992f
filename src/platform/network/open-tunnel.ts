import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { NetworkError } from '#registry';
import { asNetworkError } from '../network-failure.ts';
import { proxyRefusal } from './proxy-refusal.ts';
import type { ProxyServer } from './proxy-server.ts';

/** A proxy looks up and connects to the host before it answers; one that is silent for longer has given up, or never listened. */
const patienceMs = 60_000;

/** A tunnel that is being made. */
export interface Opening {
  /** @throws NetworkError of the kind `proxy`, or as connecting fails */
  readonly socket: Promise<Socket>;
  /** Gives it up. */
  cancel(): void;
}

/**
 * Asks a proxy for a connection to a host (RFC 9110 §9.3.6, CONNECT).
 *
 * Not with https-proxy-agent: it waits for the proxy's answer without an end, and writes the proxy's password to stderr under DEBUG.
 * @param target `host:port`
 * @param isStrict whether the certificate of an `https:` proxy is checked
 */
export function openTunnel(proxy: ProxyServer, target: string, isStrict: boolean): Opening {
  const { request: send } = proxy.protocol === 'https:' ? https : http;
  const request = send({
    method: 'CONNECT',
    host: proxy.hostname,
    port: proxy.port,
    path: target,
    headers: {
      host: target,
      ...(proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }),
    },
    agent: false,
    timeout: patienceMs,
    ...(isStrict ? {} : { rejectUnauthorized: false }),
  });
  const socket = new Promise<Socket>((resolve, reject) => {
    request.once('connect', ({ statusCode = 0 }, connected: Socket, head: Buffer) => {
      if (statusCode < 200 || statusCode > 299) {
        connected.destroy();
        reject(proxyRefusal(proxy, target, statusCode));
        return;
      }
      connected.setTimeout(0);
      if (head.length > 0) connected.unshift(head);
      resolve(connected);
    });
    request.once('timeout', () => request.destroy(silence(proxy)));
    request.on('error', (error) => reject(proxyTrouble(proxy, error)));
  });
  request.end();
  return { socket, cancel: () => request.destroy() };
}

/** The proxy itself could not be reached. */
export function proxyTrouble(proxy: ProxyServer, error: unknown): NetworkError {
  if (NetworkError.is(error)) return error;
  const { kind, message } = asNetworkError(error, proxy.name);
  const hint =
    kind === 'tls'
      ? `The certificate is that of the proxy in ${proxy.namedBy}. Name its authority in NODE_EXTRA_CA_CERTS.`
      : checkHint(proxy);
  return NetworkError.at({ host: proxy.name, hint }, kind, `the proxy ${message}`, error);
}

function silence(proxy: ProxyServer): NetworkError {
  const detail = { host: proxy.name, hint: checkHint(proxy) };
  return NetworkError.at(detail, 'timeout', `the proxy ${proxy.name} was silent for too long`);
}

function checkHint({ name, namedBy }: ProxyServer): string {
  return `Check ${namedBy}: is the proxy at ${name}? NO_PROXY lists what is asked without it.`;
}

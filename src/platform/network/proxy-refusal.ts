import { NetworkError } from '#registry';
import type { ProxyServer } from './proxy-server.ts';

/**
 * What a proxy's answer means that is no tunnel. 5xx: it let us through but did not reach the host, which may pass; anything else it
 * would say again.
 * @param target `host:port`
 */
export function proxyRefusal(proxy: ProxyServer, target: string, status: number): NetworkError {
  const { name, namedBy, authorization } = proxy;
  const error = (kind: 'proxy' | 'refused', what: string, hint: string) =>
    NetworkError.at({ host: name, hint }, kind, `the proxy ${name} ${what} (${status})`);
  // Tinyproxy says 401 to a wrong login.
  const isLogin = status === 407 || status === 401;
  if (isLogin && authorization === undefined) {
    return error(
      'proxy',
      'wants a login',
      `Write it before the host in ${namedBy}, as user:password@ with %XX for signs such as @ : / # in it.`,
    );
  }
  if (isLogin) {
    const hint = `Correct the user and password in ${namedBy}; signs such as @ : / # are written as %XX.`;
    return error('proxy', 'refused the login', hint);
  }
  if (status >= 500) {
    return error(
      'refused',
      `did not reach ${target}`,
      'Check the name. If the host is inside your network, add it to NO_PROXY.',
    );
  }
  return error(
    'proxy',
    `does not let requests through to ${target}`,
    'Ask whoever runs the proxy to allow this host, or add it to NO_PROXY if it is reached without.',
  );
}

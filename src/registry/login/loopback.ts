/**
 * Whether a URL's host name is this machine's own: `localhost` and its subdomains, 127.0.0.0/8 also as an IPv6 address, `[::1]`, and
 * the addresses that stand for none, which connect to this machine as well.
 */
export function isLoopbackHost(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/^\[|\]$/g, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  if (/^127(?:\.\d{1,3}){3}$/.test(name) || name === '0.0.0.0') return true;
  // A URL writes IPv4 within IPv6 in hexadecimal: ::ffff:127.0.0.1 is [::ffff:7f00:1].
  return name === '::1' || name === '::' || /^::ffff:(?:7f[0-9a-f]{2}:|127\.)/.test(name);
}

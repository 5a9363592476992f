/** What an editor's settings say about the way out. What is absent is for the environment to say. Survives `structuredClone`. */
export interface NetworkSettings {
  /** Goes before HTTPS_PROXY and HTTP_PROXY. */
  readonly proxy?: string;
  /** A whole `Proxy-Authorization`, in place of what the proxy's URL holds. */
  readonly proxyAuthorization?: string;
  /** In place of NO_PROXY. */
  readonly noProxy?: readonly string[];
  /** Whether proxies are used at all, also those that the environment names; they are unless this says no. */
  readonly useProxy?: boolean;
  /** Whether the certificate of an `https:` proxy is checked; it is unless this says no. Those of registries and AWS always are. */
  readonly proxyStrictSsl?: boolean;
  /** Whether the authorities of the operating system are trusted too, where Node can read them. */
  readonly systemCertificates?: boolean;
}

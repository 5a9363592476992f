/** What only the machine can tell; nothing of it is a secret. */
export interface MachineFacts {
  /** `marketplace-release 1.0.0, Node 22.1.0, linux x64` */
  readonly program: string;
  /** Where a program is found; undefined when it is not. */
  findProgram(name: string): Promise<string | undefined>;
  /** What a program answers to `--version`, its first line or more. @throws ReleaseError when it cannot be started */
  versionOf(program: string, signal: AbortSignal | undefined): Promise<string>;
  /** The credential helpers that docker's config names. @throws ReleaseError `credentials-unreadable` */
  credentialHelpers(): Promise<readonly string[]>;
  /** The proxy that a URL is asked through, and who named it; undefined without one. @throws ReleaseError `proxy-invalid` */
  proxyFor(url: string): { readonly name: string; readonly namedBy: string } | undefined;
}

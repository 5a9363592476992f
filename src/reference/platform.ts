/** What an image runs on, as in an index's descriptor (OCI image specification, image-index.md, `platform`). */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly 'os.version'?: string;
}

/** Reads `os/architecture[/variant]`, e.g. `linux/arm64` or `linux/arm/v7`; undefined when the text is not of that form. */
export function parsePlatform(text: string): Platform | undefined {
  const match = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  return { os: match[1], architecture: match[2], ...(match[3] === undefined ? {} : { variant: match[3] }) };
}

/** `linux/amd64`, `linux/arm/v7`. arm64's variant v8 is left out, as containerd does: every arm64 is v8. */
export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = platform;
  const isImplied = architecture === 'arm64' && variant === 'v8';
  return variant === undefined || variant === '' || isImplied
    ? `${os}/${architecture}`
    : `${os}/${architecture}/${variant}`;
}

/**
 * Whether an image's platform is what a filter asks for. A filter without a variant takes every variant; arm64 without one is v8,
 * as containerd normalises it.
 */
export function platformMatches(wanted: Platform, platform: Platform): boolean {
  if (wanted.os !== platform.os || wanted.architecture !== platform.architecture) return false;
  return wanted.variant === undefined || wanted.variant === (platform.variant || impliedVariant(platform.architecture));
}

function impliedVariant(architecture: string): string | undefined {
  if (architecture === 'arm64') return 'v8';
  return architecture === 'arm' ? 'v7' : undefined;
}

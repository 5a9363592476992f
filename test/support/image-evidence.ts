import { parseSettings, type TargetSettings } from '#formats';
import type { ResolvedImage } from '#release';
import {
  type ConfigEvidence,
  LayerInspection,
  type LayerKnowledge,
  type LayersEvidence,
  type PlatformConfig,
  runRules,
} from '#rules';

export const registries = {
  marketplace: '709825985650.dkr.ecr.us-east-1.amazonaws.com',
  ecr: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
  oci: 'r.example',
} as const;

/** A file of a layer: its text, or what it is instead. */
type LayerFile =
  | string
  | { readonly link: string }
  | { readonly hardlink: string }
  | { readonly folder: true }
  | { readonly gone: 'file' | 'opaque' }
  | { readonly leaves: string };

/** Paths from the root → files, in their order. */
export type LayerFiles = Readonly<Record<string, LayerFile>>;

export interface ImageOf {
  readonly kind?: keyof typeof registries;
  readonly config?: Partial<PlatformConfig>;
  /** For several platforms; `config` then counts for none. */
  readonly configs?: readonly Partial<PlatformConfig>[];
  readonly attestations?: number;
  readonly calledAttestations?: number;
  readonly delivery?: ConfigEvidence['delivery'];
  /** From the lowest up; without them there is no such evidence. */
  readonly layers?: readonly (LayerFiles | Extract<LayerKnowledge, { unread: unknown }>['unread'])[];
  readonly today?: string;
}

/** A target of a kind, as its settings give it. */
export function targetOfKind(kind: keyof typeof registries): TargetSettings {
  const target = parseSettings(`version: 1\ntarget: { registry: ${registries[kind]} }\n`).model?.targets[0];
  if (!target) throw new Error('no target');
  return target;
}

/** What the rules find in an image of one layer line: `severity rule message`, at its place. */
export function findingsOf(image: ImageOf): string[] {
  return runRules(evidenceOf(image)).map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

/** Evidence as a job would gather it: the layers are inspected, not made up. */
export function evidenceOf({ kind = 'marketplace', config, configs = [config ?? {}], ...rest }: ImageOf) {
  const target = targetOfKind(kind);
  const image: ResolvedImage = {
    source: { registry: 's.example', repository: 'x', tag: '1' },
    target: { registry: target.registry, repository: 'a/b', tag: '1' },
    paths: ['a/b'],
    origins: [{ file: 'images.txt', line: 3, column: 1, endLine: 3, endColumn: 6 }],
  };
  const platforms = configs.map(platformConfig);
  const { delivery, attestations = 0, calledAttestations = 0, layers, today = '2026-11-21' } = rest;
  const counts = { attestations, calledAttestations };
  const evidence: ConfigEvidence = { target, image, ...(delivery ? { delivery } : {}), ...counts, platforms };
  if (!layers) return { config: evidence };
  const known = layers.map(layerKnowledge);
  const found: LayersEvidence = {
    target,
    image,
    today,
    platforms: platforms.map(({ platform, digest }) => ({ platform, digest, layers: known })),
  };
  return { config: evidence, layers: found };
}

function platformConfig(config: Partial<PlatformConfig>, at: number): PlatformConfig {
  const { os = 'linux', architecture = at === 0 ? 'amd64' : 'arm64' } = config;
  const empty = { environment: [], entrypoint: [], command: [], labels: {}, history: [] };
  return {
    platform: `${os}/${architecture}`,
    digest: `sha256:${at}`,
    os,
    architecture,
    user: '1001',
    ...empty,
    ...config,
  };
}

function layerKnowledge(layer: NonNullable<ImageOf['layers']>[number], at: number): LayerKnowledge {
  const digest = `sha256:layer${at + 1}`;
  if ('code' in layer && 'why' in layer) {
    return { digest, unread: layer as Extract<LayerKnowledge, { unread: unknown }>['unread'] };
  }
  const inspection = new LayerInspection();
  for (const [path, file] of Object.entries(layer as LayerFiles)) {
    const content = Buffer.from(typeof file === 'string' ? file : '');
    const entry = {
      path,
      size: content.length,
      isSparse: false,
      leavesRoot: typeof file === 'object' && 'leaves' in file,
      ...kindOf(file),
    };
    inspection.take(entry, content.subarray(0, entry.kind === 'file' ? inspection.wants(entry) : 0));
  }
  return { digest, findings: inspection.result() };
}

function kindOf(file: LayerFile) {
  if (typeof file === 'string' || 'leaves' in file) return { kind: 'file' as const };
  if ('link' in file) return { kind: 'symlink' as const, linkTarget: file.link };
  if ('hardlink' in file) return { kind: 'hardlink' as const, linkTarget: file.hardlink };
  if ('folder' in file) return { kind: 'directory' as const };
  return { kind: 'file' as const, whiteout: file.gone };
}

import type { Descriptor, SampleContents } from './sample-contents.ts';
import type { SampleLayer } from './sample-layer.ts';

/** Which family of media types an image is written in. */
export type Flavour = 'oci' | 'docker';
export type Architecture = 'amd64' | 'arm64';

/** What an image of one platform is made of. */
export interface SampleImageParts {
  readonly flavour: Flavour;
  readonly architecture: string;
  /** Absent: linux. */
  readonly os?: string;
  /** ISO 8601. */
  readonly created: string;
  /** `config.User`; empty means root. */
  readonly user: string;
  /** Variables besides the usual ones, `NAME=value`. */
  readonly environment?: readonly string[];
  /** Steps of the build that added no layer, as the history has them. */
  readonly steps?: readonly string[];
  readonly title: string;
  readonly version: string;
  readonly entrypoint: readonly string[];
  readonly port: number;
  readonly layers: readonly SampleLayer[];
}

/** An entry of an index: descriptor, platform and what else stands there. */
export interface IndexEntry extends Descriptor {
  readonly platform: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const types = {
  oci: {
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    index: 'application/vnd.oci.image.index.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
  docker: {
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
} as const;

/** Adds the image of one platform; returns its entry for an index. */
export function addImage(contents: SampleContents, parts: SampleImageParts): IndexEntry {
  const { architecture, os = 'linux', created, layers, user, environment = [], steps = [] } = parts;
  const type = types[parts.flavour];
  const variant: Record<string, string> = architecture === 'arm64' ? { variant: 'v8' } : {};
  const config = contents.addJson(type.config, {
    architecture,
    ...variant,
    os,
    created,
    config: {
      ...(user === '' ? {} : { User: user }),
      ExposedPorts: { [`${parts.port}/tcp`]: {} },
      Env: [
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        `APP_VERSION=${parts.version}`,
        ...environment,
      ],
      Entrypoint: parts.entrypoint,
      WorkingDir: '/usr/local/app',
      Labels: {
        'org.opencontainers.image.title': parts.title,
        'org.opencontainers.image.version': parts.version,
        'org.opencontainers.image.created': created,
      },
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: [
      ...layers.map(({ createdBy }) => ({ created, created_by: createdBy })),
      ...steps.map((step) => ({ created, created_by: step, empty_layer: true })),
      ...(user === '' ? [] : [{ created, created_by: `USER ${user}`, empty_layer: true }]),
      { created, created_by: `ENTRYPOINT ${JSON.stringify(parts.entrypoint)}`, empty_layer: true },
    ],
  });
  const manifest = contents.addManifest(type.manifest, {
    schemaVersion: 2,
    mediaType: type.manifest,
    config,
    layers: layers.map(({ bytes, digest, suffix = '' }) => contents.addBlob(`${type.layer}${suffix}`, bytes, digest)),
  });
  return { ...manifest, platform: { architecture, os, ...variant } };
}

/** Adds an index (OCI) or manifest list (Docker). */
export function addIndex(contents: SampleContents, flavour: Flavour, entries: readonly IndexEntry[]): Descriptor {
  const mediaType = types[flavour].index;
  return contents.addManifest(mediaType, { schemaVersion: 2, mediaType, manifests: entries });
}

/**
 * Adds what buildkit adds for each platform: an attestation manifest with in-toto statements, listed in the index as
 * `unknown/unknown` (buildkit, "Image attestation storage"). The Marketplace rejects images that have them.
 */
export function addAttestation(contents: SampleContents, image: IndexEntry, name: string): IndexEntry {
  const subject = [{ name, digest: { sha256: image.digest.slice('sha256:'.length) } }];
  const statement = (
    predicateType: string,
    predicate: unknown,
  ): Descriptor & { annotations: Record<string, string> } => ({
    ...contents.addJson('application/vnd.in-toto+json', {
      _type: 'https://in-toto.io/Statement/v0.1',
      predicateType,
      subject,
      predicate,
    }),
    annotations: { 'in-toto.io/predicate-type': predicateType },
  });
  const layers = [
    statement('https://spdx.dev/Document', { spdxVersion: 'SPDX-2.3', name, packages: [] }),
    statement('https://slsa.dev/provenance/v0.2', { buildType: 'https://mobyproject.org/buildkit@v1', materials: [] }),
  ];
  const manifest = contents.addManifest(types.oci.manifest, {
    schemaVersion: 2,
    mediaType: types.oci.manifest,
    config: contents.addJson(types.oci.config, {
      architecture: 'unknown',
      os: 'unknown',
      config: {},
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    }),
    layers,
  });
  return {
    ...manifest,
    annotations: { 'vnd.docker.reference.digest': image.digest, 'vnd.docker.reference.type': 'attestation-manifest' },
    platform: { architecture: 'unknown', os: 'unknown' },
  };
}

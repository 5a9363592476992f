import type { Descriptor, SampleContents } from './sample-contents.ts';
import { type Architecture, addImage, addIndex, type Flavour, type IndexEntry } from './sample-image.ts';
import { type SampleLayer, sampleLayer } from './sample-layer.ts';

/** What is built of one component: how large, in which form, for whom. */
interface Recipe {
  readonly name: string;
  readonly version: string;
  /** ISO 8601. */
  readonly created: string;
  /** Of the application layer. */
  readonly bytes: number;
  /** Absent: OCI. */
  readonly flavour?: Flavour;
  /** Absent: 1001; empty: root. */
  readonly user?: string;
  /** Absent: 8080. */
  readonly port?: number;
  /** Programs besides the application, absolute without the slash in front. Absent: none. */
  readonly programs?: readonly string[];
  /** Tells builds of the same version apart. */
  readonly build?: string;
}

/** Builds sample images into one set of contents; they share a base layer for each architecture. */
export interface SampleBuilder {
  image(recipe: Recipe, architecture: Architecture): Promise<IndexEntry>;
  /** amd64 and arm64 under an index. */
  both(recipe: Recipe): Promise<Descriptor>;
}

/** A builder that adds to the contents. */
export async function sampleBuilder(contents: SampleContents): Promise<SampleBuilder> {
  const bases = { amd64: await baseLayer('amd64'), arm64: await baseLayer('arm64') };
  const image = async (recipe: Recipe, architecture: Architecture): Promise<IndexEntry> =>
    addImage(contents, {
      flavour: recipe.flavour ?? 'oci',
      architecture,
      created: recipe.created,
      user: recipe.user ?? '1001',
      title: recipe.name,
      version: recipe.version,
      entrypoint: [`/usr/local/app/bin/${recipe.name}`],
      port: recipe.port ?? 8080,
      layers: [bases[architecture], await applicationLayer(recipe, architecture)],
    });
  return {
    image,
    both: async (recipe) => {
      const entries = [await image(recipe, 'amd64'), await image(recipe, 'arm64')];
      return addIndex(contents, recipe.flavour ?? 'oci', entries);
    },
  };
}

function applicationLayer(
  { name, version, bytes, programs = [], build }: Recipe,
  architecture: Architecture,
): Promise<SampleLayer> {
  const jar = [name, version, architecture, ...(build ? [build] : [])].join('-');
  const start = `#!/bin/sh\nexec java -jar /usr/local/app/lib/${jar}.jar "$@"\n`;
  return sampleLayer('COPY app /usr/local/app # buildkit', [
    { path: `usr/local/app/bin/${name}`, content: start, mode: 0o755 },
    { path: `usr/local/app/lib/${jar}.jar`, content: bytes },
    ...programs.map((path) => ({ path, content: '#!/bin/sh\n', mode: 0o755 })),
  ]);
}

function baseLayer(architecture: Architecture): Promise<SampleLayer> {
  return sampleLayer(`/bin/sh -c #(nop) ADD file:debian-12-${architecture} in /`, [
    { path: 'etc/os-release', content: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n' },
    {
      path: 'etc/passwd',
      content: 'root:x:0:0:root:/root:/bin/sh\ncamunda:x:1001:1001::/usr/local/app:/usr/sbin/nologin\n',
    },
    { path: 'etc/group', content: 'root:x:0:\ncamunda:x:1001:\n' },
    { path: `usr/lib/jvm/${architecture}/lib/modules`, content: 1_500_000 },
  ]);
}

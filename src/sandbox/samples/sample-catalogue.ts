import type { RegistryId } from '../store/sandbox-state.ts';
import { addRuleSamples } from './add-rule-samples.ts';
import { addSampleCharts } from './add-sample-charts.ts';
import { attestedNames } from './sample-attestations.ts';
import { sampleBuilder } from './sample-builder.ts';
import { type Descriptor, SampleContents } from './sample-contents.ts';
import { addAttestation, addIndex } from './sample-image.ts';

/** A manifest in a repository, under a tag or (without) by digest only. */
interface Placement {
  readonly registry: RegistryId;
  readonly repository: string;
  readonly tag?: string;
  readonly digest: string;
  /** ISO 8601. */
  readonly pushedAt: string;
}

/** All sample images and where they are. `repositories` are those that exist without an image too. */
export interface SampleCatalogue {
  readonly contents: SampleContents;
  readonly placements: readonly Placement[];
  /** The charts, which are placed as the images are. */
  readonly charts: readonly Placement[];
  readonly repositories: readonly { readonly registry: RegistryId; readonly repository: string }[];
}

/** Where the Marketplace product's repositories are. */
const prefix = 'camunda/camunda8';
const components = ['zeebe', 'operate', 'tasklist', 'identity', 'optimize', 'connectors'];
/** What a chart's release needs besides: its own repository, and that of the program that checks licences. Nothing is in them yet. */
const forCharts = ['camunda-platform', 'license-check'];

const november = '2023-11-28T09:12:44Z';
const january = '2024-01-09T10:03:21Z';
const aWeekLater = '2024-01-16T16:40:05Z';
const last = { version: '8.3.3', created: november } as const;
const next = { version: '8.3.4', created: january } as const;

/**
 * The samples tell the stories that a release meets. In the Marketplace's registry, release 8.3.4 finds `tasklist` there
 * already, `identity` taken by another digest (the vendor released the tag again a week later), `optimize` with amd64 only (its
 * tag is the amd64 child of the vendor's index), and `zeebe`, `operate` and `connectors` not there; `zeebe` carries attestation
 * manifests, which the Marketplace does not take. Beside these there are small images in the vendor's registry that show one thing each:
 * `samples/…` what images can have that the Marketplace does not want, `attested/…` how an attestation can be good or bad. The charts of the
 * Helm repository are in both upstream registries too.
 */
export async function sampleCatalogue(): Promise<SampleCatalogue> {
  const contents = new SampleContents();
  const { image, both } = await sampleBuilder(contents);

  const oldZeebe = await both({ name: 'zeebe', ...last, bytes: 120_000, port: 26500 });
  const oldOperate = await both({ name: 'operate', ...last, bytes: 90_000 });
  const zeebeRecipe = { name: 'zeebe', ...next, bytes: 1_000_000, port: 26500 } as const;
  const zeebeImages = [await image(zeebeRecipe, 'amd64'), await image(zeebeRecipe, 'arm64')];
  const attestations = zeebeImages.map((entry) => addAttestation(contents, entry, 'pkg:docker/camunda/zeebe@8.3.4'));
  const zeebe = addIndex(contents, 'oci', [...zeebeImages, ...attestations]);
  const operate = await both({ name: 'operate', ...next, bytes: 350_000 });
  const tasklist = await both({ name: 'tasklist', ...next, bytes: 250_000, flavour: 'docker' });

  const identityRecipe = { name: 'identity', bytes: 300_000, flavour: 'docker' } as const;
  const oldIdentity = await image({ ...identityRecipe, ...last }, 'amd64');
  const firstIdentity = await image({ ...identityRecipe, ...next }, 'amd64');
  const identity = await image({ ...identityRecipe, ...next, created: aWeekLater, build: 'second' }, 'amd64');

  const optimizeRecipe = { name: 'optimize', ...next, bytes: 300_000, port: 8090 } as const;
  const optimizeAmd64 = await image(optimizeRecipe, 'amd64');
  const optimize = addIndex(contents, 'oci', [optimizeAmd64, await image(optimizeRecipe, 'arm64')]);
  const connectors = await both({ name: 'connectors-bundle', ...next, bytes: 250_000 });
  const grafanaRecipe = { name: 'grafana', version: '10.2.3', created: january, bytes: 200_000 } as const;
  const grafana = await image({ ...grafanaRecipe, user: '472', port: 3000 }, 'amd64');
  const nginxRecipe = { name: 'nginx', version: '1.25.3', created: november, bytes: 150_000 } as const;
  const nginx = await both({ ...nginxRecipe, user: '', port: 80 });

  const nodeRecipe = { name: 'node', version: '22-slim', created: november, bytes: 180_000 } as const;
  const node = await both({ ...nodeRecipe, user: '', programs: ['usr/local/bin/node'] });

  const attestedRecipe = { name: 'attested', version: '1', created: january, bytes: 1_000 } as const;
  const attested = await both(attestedRecipe);
  const ruleSamples = await addRuleSamples(contents);
  const charts = await addSampleCharts(contents);

  const hub = place('dockerHub');
  const vendor = place('vendor');
  const target = place('target');
  const seller = place('seller');
  return {
    contents,
    placements: [
      hub('camunda/zeebe', oldZeebe, november, '8.3.3'),
      hub('camunda/zeebe', zeebe, january, '8.3.4'),
      hub('camunda/operate', oldOperate, november, '8.3.3'),
      hub('camunda/operate', operate, january, '8.3.4'),
      hub('camunda/tasklist', tasklist, january, '8.3.4'),
      hub('camunda/identity', oldIdentity, november, '8.3.3'),
      hub('camunda/identity', firstIdentity, january),
      hub('camunda/identity', identity, aWeekLater, '8.3.4'),
      hub('camunda/connectors-bundle', connectors, january, '8.3.4'),
      hub('grafana/grafana', grafana, january, '10.2.3'),
      hub('library/nginx', nginx, november, '1.25.3'),
      hub('library/node', node, november, '22-slim'),
      vendor('camunda/optimize', optimize, january, '8.3.4'),
      ...attestedNames.map((name) => vendor(`attested/${name}`, attested, january, '1')),
      ...ruleSamples.map(({ repository, tag, image: sample }) => vendor(repository, sample, january, tag)),
      target(`${prefix}/zeebe`, oldZeebe, '2023-12-04T08:30:00Z', '8.3.3'),
      target(`${prefix}/operate`, oldOperate, '2023-12-04T08:31:00Z', '8.3.3'),
      target(`${prefix}/identity`, oldIdentity, '2023-12-04T08:32:00Z', '8.3.3'),
      target(`${prefix}/tasklist`, tasklist, '2024-01-11T13:05:00Z', '8.3.4'),
      target(`${prefix}/identity`, firstIdentity, '2024-01-11T13:06:00Z', '8.3.4'),
      target(`${prefix}/optimize`, optimizeAmd64, '2024-01-11T13:07:00Z', '8.3.4'),
      seller('3rdparty/camunda/zeebe', oldZeebe, '2023-12-06T07:00:00Z', '8.3.3'),
    ],
    charts: charts.flatMap(({ name, version, created, manifest }) => [
      hub(`camunda/charts/${name}`, manifest, created, version),
      vendor(`charts/${name}`, manifest, created, version),
    ]),
    repositories: [
      ...[...components, ...forCharts].map((name) => ({
        registry: 'target' as const,
        repository: `${prefix}/${name}`,
      })),
      { registry: 'seller', repository: '3rdparty/camunda/zeebe' },
      { registry: 'seller', repository: '3rdparty/camunda/operate' },
    ],
  };
}

function place(
  registry: RegistryId,
): (repository: string, image: Descriptor, pushedAt: string, tag?: string) => Placement {
  return (repository, { digest }, pushedAt, tag) => ({
    registry,
    repository,
    ...(tag === undefined ? {} : { tag }),
    digest,
    pushedAt,
  });
}

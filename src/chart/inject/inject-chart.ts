import type { Chart } from '../chart.ts';
import { addInitContainers } from './add-init-containers.ts';
import { addTemplates } from './add-templates.ts';
import { allowValues } from './allow-values.ts';
import { appendNotes } from './append-notes.ts';
import { ChartDraft } from './chart-draft.ts';
import { editMetadata } from './edit-metadata.ts';
import { editValues } from './edit-values.ts';
import type { InjectedChart } from './injected-chart.ts';
import type { InjectedPart, InjectionWish } from './injection-wish.ts';
import { keepNames } from './keep-names.ts';
import type { PartContent } from './part-content.ts';
import { firstUserPasswordContent } from './parts/first-user-password-content.ts';
import { licenseCheckContent } from './parts/license-check-content.ts';
import { manifestsContent } from './parts/manifests-content.ts';
import { tellOfKeptParts } from './tell-of-kept-parts.ts';
import { tellOfPasswords } from './tell-of-passwords.ts';
import { tellOfSeats } from './tell-of-seats.ts';

/**
 * Adds to a chart what a release at AWS Marketplace needs of it: templates of its own, values that these read, images as they are released. What has
 * to be told goes into findings; with an error among them the chart should not be released. Every file that is not among the changes keeps its bytes,
 * and doing the same once more changes nothing. Parts that another version of ours has added are replaced.
 *
 * Values: what the settings say (`wish.values`) wins over what an injected part is told to ask for, that over what `values.yaml` says already, and
 * that over the defaults of the parts.
 */
export function injectChart(chart: Chart, wish: InjectionWish): InjectedChart {
  const draft = new ChartDraft(chart);
  const contents = together(wish.parts).map((part) => contentOf(part, wish, draft));
  if (wish.keepsParts) tellOfKeptParts(draft);
  else putParts(draft, contents, wish);
  const metadata = editMetadata(draft, chart.metadata, wish);
  const kept = keepNames(draft, chart, metadata.name, wish);
  const values = contents.flatMap((content) => content.values);
  editValues(draft, chart, wish, values, kept);
  const keys = [...(values.length > 0 ? ['awsmp'] : []), ...kept.map(({ path }) => String(path[0]))];
  allowValues(draft, keys);
  tellOfPasswords(draft, wish);
  tellOfSeats(draft, wish);
  dropProvenance(draft, chart);
  const changes = draft.changes();
  return { metadata, files: draft.files(changes), changes, findings: draft.findings };
}

/** Templates, init containers and notes of the parts, in place of those that are there. */
function putParts(draft: ChartDraft, contents: readonly PartContent[], wish: InjectionWish): void {
  addTemplates(draft, contents);
  addInitContainers(draft, wish);
  appendNotes(
    draft,
    contents.some(({ notes }) => notes !== undefined),
  );
}

/** All manifests as one part, for they share the names of their images. */
function together(parts: readonly InjectedPart[]): readonly InjectedPart[] {
  const files = parts.flatMap((part) => (part.kind === 'manifests' ? part.files : []));
  const others = parts.filter(({ kind }) => kind !== 'manifests');
  return files.length === 0 ? others : [...others, { kind: 'manifests', files }];
}

function contentOf(part: InjectedPart, { delivery, images }: InjectionWish, draft: ChartDraft): PartContent {
  if (part.kind === 'license-check') return licenseCheckContent(part, delivery);
  if (part.kind === 'first-user-password') return firstUserPasswordContent(part, delivery);
  return manifestsContent(part, images, draft);
}

/** A signature of what the chart was fits nothing any more. */
function dropProvenance(draft: ChartDraft, { files }: Chart): void {
  for (const { path } of files) {
    if (path.includes('/') || !path.endsWith('.prov')) continue;
    draft.remove(path);
    const message = `${path} signs the chart as it was and was left out.`;
    draft.finding({ code: 'chart-provenance', severity: 'warning', message, file: path });
  }
}

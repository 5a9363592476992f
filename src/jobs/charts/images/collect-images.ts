import type { RenderedImage, TemplateImage, ValueImage } from '#chart';
import { formatReference, parseReference, type Reference } from '#reference';
import type { ChartPlace } from '../chart-image.ts';
import type { ChartProblem } from '../chart-plan.ts';
import type { NamedChartImage } from './named-chart-image.ts';
import { isNamedIn } from './named-in-text.ts';

/** What was found of a chart's images, by whoever can tell. */
export interface ImageSightings {
  readonly values: readonly ValueImage[];
  readonly templates: readonly TemplateImage[];
  /** Set where a real Helm has rendered it: with default values, and with everything on that goes together. */
  readonly rendered?: {
    readonly defaults: readonly RenderedImage[];
    readonly all: readonly RenderedImage[];
    /** What Helm wrote: the first with default values. */
    readonly texts?: readonly string[];
  };
}

/** The images of a chart, and what looks like one and cannot be read. */
export interface CollectedImages {
  /** Those that the chart needs. */
  readonly needed: readonly NamedChartImage[];
  /** Those that its values and templates name, needed or not: what a rewriting has to know. */
  readonly named: readonly NamedChartImage[];
  readonly problems: readonly ChartProblem[];
  /** Whether all that is named as an image could be read as one. */
  readonly isWhole: boolean;
}

interface Sighting {
  readonly reference: string;
  readonly place: ChartPlace;
  readonly isDefault: boolean;
  readonly isGuess: boolean;
}

/**
 * Each image of a chart once, with all places that name it, in the order of their names. What Helm has rendered is what the chart needs, images
 * of its values too that stand in arguments, environment or configuration; without it, what values and templates name is taken for that.
 */
export function collectImages({ values, templates, rendered }: ImageSightings): CollectedImages {
  const ofValues = [...values.map(valueSighting), ...templates.flatMap(templateSighting)];
  const named = merged(ofValues);
  if (!rendered) {
    const numbers = values.filter(({ faults }) => faults.includes('number')).map(numberProblem);
    const registries = values.filter(({ faults }) => faults.includes('registry')).map(registryProblem);
    const problems = [...problemsOf(named.unread), ...numbers, ...registries];
    return { needed: named.images, named: named.images, problems, isWhole: named.unread.length === 0 };
  }
  const ofHelm = [
    ...rendered.defaults.map((image) => renderedSighting(image, true)),
    ...rendered.all.map((image) => renderedSighting(image, false)),
    ...inTexts(values, rendered.texts ?? []),
  ];
  const seen = merged(ofHelm);
  const valuePlaces = new Map(named.images.map((one) => [formatReference(one.reference), one.places]));
  return {
    needed: seen.images.map((one) => {
      // Where a person can change it comes first.
      const first = valuePlaces.get(formatReference(one.reference)) ?? [];
      const others = one.places.filter((place) => !first.some((other) => samePlace(place, other)));
      return { ...one, places: [...first, ...others] };
    }),
    named: named.images,
    // What values compute was rendered: that they compute it is no matter any more.
    problems: problemsOf(seen.unread),
    isWhole: seen.unread.length === 0,
  };
}

function valueSighting({ reference, path, file, line, isDefault }: ValueImage): Sighting {
  return { reference, isDefault, isGuess: false, place: { file, line, value: path.join('.') } };
}

/** A part of a name is no image; a rendering tells what it becomes. */
function templateSighting({ reference, kind, file, line, isDefault }: TemplateImage): Sighting[] {
  if (kind === 'partial') return [];
  return [{ reference, isDefault, isGuess: kind === 'fallback', place: { file, line } }];
}

function renderedSighting({ reference, kind, name, source, isGuess }: RenderedImage, isDefault: boolean): Sighting {
  return { reference, isDefault, isGuess, place: { file: source ?? 'rendered manifests', object: `${kind}/${name}` } };
}

/** Images of the values that are in no container, and named in what is rendered all the same. */
function inTexts(values: readonly ValueImage[], [defaults = '', ...others]: readonly string[]): Sighting[] {
  return values.flatMap((image) => {
    const isDefault = isNamedIn(defaults, image.reference);
    if (!isDefault && !others.some((text) => isNamedIn(text, image.reference))) return [];
    return [{ ...valueSighting(image), isDefault }];
  });
}

interface Unread extends Sighting {
  readonly why: string;
}

function merged(sightings: readonly Sighting[]): {
  readonly images: readonly NamedChartImage[];
  readonly unread: readonly Unread[];
} {
  const images = new Map<
    string,
    { reference: Reference; isDefault: boolean; isGuess: boolean; places: ChartPlace[] }
  >();
  const unread: Unread[] = [];
  for (const sighting of sightings) {
    const parsed = parseReference(sighting.reference);
    if (!parsed.ok) {
      // What is only taken for an image by its key need not be one.
      if (!sighting.isGuess) unread.push({ ...sighting, why: parsed.fault.message });
      continue;
    }
    const key = formatReference(parsed.reference);
    const held = images.get(key);
    if (!held) {
      const { isDefault, isGuess, place } = sighting;
      images.set(key, { reference: parsed.reference, isDefault, isGuess, places: [place] });
      continue;
    }
    held.isDefault ||= sighting.isDefault;
    held.isGuess &&= sighting.isGuess;
    if (!held.places.some((place) => samePlace(place, sighting.place))) held.places.push(sighting.place);
  }
  const sorted = [...images].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, image]) => image);
  return { images: sorted, unread };
}

function samePlace(a: ChartPlace, b: ChartPlace): boolean {
  return a.file === b.file && a.line === b.line && a.value === b.value && a.object === b.object;
}

function problemsOf(unread: readonly Unread[]): ChartProblem[] {
  const told = new Map<string, ChartProblem>();
  for (const { reference, place, why } of unread) {
    const of = place.value ?? place.object;
    const key = `${place.file}:${place.line ?? ''}:${reference}`;
    told.set(key, {
      file: place.file,
      ...(place.line === undefined ? {} : { line: place.line }),
      rule: 'chart-image-unclear',
      severity: 'warning',
      message: `What ${of ?? 'the chart'} names as an image cannot be read as one: ${why}`,
      hint: 'With a helm program at hand the chart is rendered, and what comes of it is known. Else write the image out in the values.',
    });
  }
  return [...told.values()];
}

function numberProblem({ reference, path, file, line }: ValueImage): ChartProblem {
  return {
    file,
    line,
    rule: 'chart-image-unclear',
    severity: 'warning',
    message: `The tag of ${path.join('.')} is a number, which Helm may write in another way: ${reference}`,
    hint: 'Put the tag in quotes.',
  };
}

function registryProblem({ reference, path, file, line }: ValueImage): ChartProblem {
  return {
    file,
    line,
    rule: 'chart-image-unclear',
    severity: 'warning',
    message: `The templates may not put ${path.join('.')} together as ${reference} everywhere: some take its registry from elsewhere, or from nowhere.`,
    hint: 'With a helm program at hand the chart is rendered, and what comes of it is known.',
  };
}

import type { ChartProblem } from '../chart-plan.ts';
import { type RenderedObject, renderedObjects } from './rendered-objects.ts';

/**
 * Objects that were injected and that the chart has already, under the same name: of two in one release, Kubernetes keeps the later one, or the
 * installation fails.
 * @param renderings of the chart as it would be released, each with other switches
 */
export function objectsInTheWay(renderings: readonly string[]): ChartProblem[] {
  const told = new Map<string, ChartProblem>();
  for (const rendering of renderings) {
    const added = renderedObjects(rendering, ({ source }) => isAdded(source));
    const names = new Set(added.map(({ name }) => name));
    const others = renderedObjects(
      rendering,
      ({ source, text }) => !isAdded(source) && [...names].some((name) => text.includes(name)),
    );
    const seen = new Map(others.map((object) => [identityOf(object), object]));
    for (const object of added) {
      const identity = identityOf(object);
      const other = seen.get(identity);
      seen.set(identity, other ?? object);
      if (other) told.set(`${object.source} ${identity}`, problemOf(object, other));
    }
  }
  return [...told.values()];
}

/** The templates of an injection are named so. */
function isAdded(source: string): boolean {
  return source.startsWith('templates/awsmp-');
}

function identityOf({ group, kind, namespace, name }: RenderedObject): string {
  return JSON.stringify([group, kind, namespace, name]);
}

function problemOf({ source, kind, name }: RenderedObject, other: RenderedObject): ChartProblem {
  return {
    file: other.source === '' ? source : other.source,
    rule: 'chart-part-in-the-way',
    severity: 'error',
    message: `Helm renders the ${kind} ${name} here, and once more in ${source}, which is injected.`,
    hint: 'Give what is injected another name in the settings, or the object of the chart.',
  };
}

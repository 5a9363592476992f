import type { AwsScope } from '../aws-scope.ts';
import type { Emit } from '../event.ts';
import type { Gateways } from '../gateways.ts';
import { inLanes } from '../in-lanes.ts';
import { awsTells, goesInCircles } from '../list/source.ts';
import type { Page } from '../page.ts';
import type { Product } from '../products/product.ts';
import type { Assessment } from './assessment.ts';
import type { AssessedControl, AssessmentSummary } from './assessment-gateway.ts';

/** A hundred assessments or controls each. Every version of a product is assessed anew: what is older is of versions long out. */
const mostPages = 10;

/** Of one product. */
const mostTold = 100;

/** As products are described: few, because AWS counts the calls of an account. */
const atOnce = 3;

/** Controls that need nobody. */
const isFine: ReadonlySet<string> = new Set(['PASS', 'EXEMPTION_PASS']);

export interface AssessmentQuestion {
  readonly scope: AwsScope;
  readonly gateways: Pick<Gateways, 'aws'>;
  readonly emit: Emit;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The newest assessment of a product by each framework, for each delivery option, with the controls that did not pass.
 * @throws what AWS's calls throw; `aws-error` where pages go in circles
 */
export async function productAssessments(
  { id: product, title }: Pick<Product, 'id' | 'title'>,
  { scope, gateways: { aws }, emit, signal }: AssessmentQuestion,
): Promise<Assessment[]> {
  const newest = new Map<string, AssessmentSummary>();
  const listed = pagesOf(
    (page) => aws.assessments.list(scope, { entityId: product, ...page }, signal),
    () => emit({ type: 'log', level: 'info', message: `Of AWS's own assessments of ${title} not all were read` }),
  );
  for await (const summaries of listed) {
    for (const one of summaries) {
      const key = JSON.stringify([familyOf(one.framework), one.deliveryOption]);
      const known = newest.get(key);
      // AWS gives the newest first; where it should not, the newest counts all the same.
      if (!known || (one.createdAt ?? '') > (known.createdAt ?? '')) newest.set(key, one);
    }
  }
  const told = [...newest.values()].slice(0, mostTold);
  if (told.length < newest.size) {
    const message = `Of AWS's own assessments of ${title} the newest ${told.length} are told, ${newest.size - told.length} left out`;
    emit({ type: 'log', level: 'info', message });
  }
  return inLanes(told, atOnce, async (summary) => {
    const controls: AssessedControl[] = [];
    let isCut = false;
    const assessed = pagesOf(
      (page) => aws.assessments.controls(scope, { id: summary.id, ...page }, signal),
      () => {
        isCut = true;
      },
    );
    for await (const page of assessed) controls.push(...page.filter(({ result }) => !isFine.has(result)));
    return { product, title, ...summary, controls, ...(isCut ? { moreControls: true as const } : {}) };
  });
}

/** `ContainerSecurity@1.0` and `@1.1` are the same framework: the newer one counts. */
function familyOf(framework: string): string {
  return framework.split('@', 1)[0] ?? framework;
}

/** @param onCut called where there are more pages than are asked for */
async function* pagesOf<T>(
  ask: (page: { readonly nextToken?: string }) => Promise<Page<T>>,
  onCut: () => void,
): AsyncGenerator<readonly T[]> {
  const seen = new Set<string>();
  let nextToken: string | undefined;
  do {
    const page = await ask(nextToken === undefined ? {} : { nextToken });
    yield page.items;
    nextToken = page.nextToken;
    if (nextToken !== undefined && seen.has(nextToken)) throw goesInCircles(awsTells);
    if (nextToken !== undefined) seen.add(nextToken);
  } while (nextToken !== undefined && seen.size < mostPages);
  if (nextToken !== undefined) onCut();
}

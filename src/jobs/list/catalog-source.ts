import { catalogScope } from '../aws-scope.ts';
import type { Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlanTarget } from '../mirror/mirror-plan.ts';
import { type At, awsTells, type Source } from './source.ts';

/** Products described at the same time: AWS takes 20 a second of an account (developer guide, "Service quotas for AWS Marketplace Catalog API"). */
const atOnce = 3;

/** A product has at most so many repositories (seller guide, "Adding a new version of your container product"). */
const repositoriesPerProduct = 70;

/** A repository, and the product that it belongs to. */
interface ProductRepository {
  /** Without its registry. */
  readonly name: string;
  readonly product: { readonly id: string; readonly title: string };
}

/**
 * The repositories at the target's registry, product by product, as the Marketplace Catalog has them: only there they are listed for
 * the seller (seller guide, "Container-based products"). A place in it is the Catalog's token for its next page of products, then the
 * products of this page that are not done: so going on asks for nothing twice. No product is described before it is needed.
 */
export function catalogSource(
  target: Pick<PlanTarget, 'registry' | 'profile'>,
  { aws }: Pick<Gateways, 'aws'>,
  { signal }: Pick<JobOptions, 'signal'>,
): Source<ProductRepository> {
  const scope = catalogScope(target);
  const pageOf = async (nextToken: string | undefined): Promise<At> => {
    const listed = await aws.containerProducts(scope, nextToken === undefined ? {} : { nextToken }, signal);
    return [listed.nextToken ?? '', ...listed.items.map(({ id }) => id)];
  };
  return {
    teller: awsTells,
    read: async (at, wanted) => {
      // Read anew at the beginning, and where the token of a page is all there is.
      const [token = '', ...ids] = at.length < 2 ? await pageOf(at[0]) : at;
      const count = Math.min(atOnce, Math.max(1, Math.ceil(wanted / repositoriesPerProduct)));
      const described = await Promise.all(ids.slice(0, count).map((id) => aws.containerProduct(scope, id, signal)));
      const pieces = described.map(({ id, title, repositories }, index) => ({
        at: [token, ...ids.slice(index)],
        items: repositories.flatMap((url) => {
          const name = nameAt(target.registry, url);
          return name === undefined ? [] : [{ name, product: { id, title } }];
        }),
      }));
      const rest = ids.slice(count);
      if (rest.length > 0) return { pieces, next: [token, ...rest] };
      return token === '' ? { pieces } : { pieces, next: [token] };
    },
  };
}

/** The name of a repository without its registry; undefined when it is at another one. */
function nameAt(registry: string, url: string): string | undefined {
  const slash = url.indexOf('/');
  return slash > 0 && url.slice(0, slash).toLowerCase() === registry ? url.slice(slash + 1) : undefined;
}

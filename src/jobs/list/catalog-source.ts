import { type Code, ReleaseError } from '#problem';
import { catalogScope } from '../aws-scope.ts';
import type { DescribedProduct, Gateways } from '../gateways.ts';
import type { JobOptions } from '../job-options.ts';
import type { PlanTarget } from '../plan-target.ts';
import { type At, awsTells, type Source } from './source.ts';

/** Products described at the same time: AWS takes 20 a second of an account (developer guide, "Service quotas for AWS Marketplace Catalog API"). */
const atOnce = 3;

/** What may be wrong with one product and not with the next: it was deleted meanwhile, cannot be read, or a policy leaves it out. */
const ofOneProduct: ReadonlySet<Code> = new Set<Code>(['aws-error', 'access-denied']);

/** When so many of the first products fail and none is told, it is not the products. */
const mostInVain = 9;

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
 * products of this page that are not done: so going on asks for nothing twice. No product is described before it is needed. One that
 * cannot be described is left out with a warning; when that is so of all the first ones, the first failure is thrown.
 */
export function catalogSource(
  target: Pick<PlanTarget, 'registry' | 'profile' | 'role' | 'seller'>,
  { aws }: Pick<Gateways, 'aws'>,
  { emit, signal }: JobOptions,
): Source<ProductRepository> {
  const scope = catalogScope(target);
  const pageOf = async (nextToken: string | undefined): Promise<At> => {
    const listed = await aws.containerProducts(scope, nextToken === undefined ? {} : { nextToken }, signal);
    return [listed.nextToken ?? '', ...listed.items.map(({ id }) => id)];
  };
  const describe = async (id: string): Promise<DescribedProduct | LeftOut> => {
    try {
      return await aws.containerProduct(scope, id, signal);
    } catch (error) {
      if (signal?.aborted || !ReleaseError.is(error) || !ofOneProduct.has(error.code)) throw error;
      return { id, error };
    }
  };
  return {
    teller: awsTells,
    read: async (at, wanted) => {
      // Read anew at the beginning, and where the token of a page is all there is.
      const [token = '', ...ids] = at.length < 2 ? await pageOf(at[0]) : at;
      const count = Math.min(atOnce, Math.max(1, Math.ceil(wanted / repositoriesPerProduct)));
      const products: DescribedProduct[] = [];
      const leftOut: LeftOut[] = [];
      let done = 0;
      do {
        for (const one of await Promise.all(ids.slice(done, done + count).map(describe))) {
          if ('error' in one) leftOut.push(one);
          else products.push(one);
        }
        done = Math.min(done + count, ids.length);
        // Whether the Catalog tells anything at all shows at the first product that it tells.
      } while (at.length === 0 && products.length === 0 && done < Math.min(ids.length, mostInVain));
      const [first] = leftOut;
      if (first && at.length === 0 && products.length === 0) throw first.error;
      for (const { id, error } of leftOut)
        emit({ type: 'warning', code: error.code, message: `The product ${id} is left out: ${error.message}` });
      const rest = ids.slice(done);
      const pieces = products.map(({ id, title, repositories }, index) => ({
        // Without those that were left out: whoever comes back is not warned again.
        at: [token, ...products.slice(index).map((one) => one.id), ...rest],
        items: repositories.flatMap((url) => {
          const name = nameAt(target.registry, url);
          return name === undefined ? [] : [{ name, product: { id, title } }];
        }),
      }));
      if (rest.length > 0) return { pieces, next: [token, ...rest] };
      return token === '' ? { pieces } : { pieces, next: [token] };
    },
  };
}

/** A product that cannot be described. */
interface LeftOut {
  readonly id: string;
  readonly error: ReleaseError;
}

/** The name of a repository without its registry; undefined when it is at another one. */
function nameAt(registry: string, url: string): string | undefined {
  const slash = url.indexOf('/');
  return slash > 0 && url.slice(0, slash).toLowerCase() === registry ? url.slice(slash + 1) : undefined;
}

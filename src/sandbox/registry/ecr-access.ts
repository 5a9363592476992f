import { denial } from '../aws/denial.ts';
import { marketplaceAccount, sandboxRegion, sellerAccount } from '../aws/identity.ts';
import type { RegistryTokens } from '../aws/registry-tokens.ts';
import type { Access } from './access.ts';
import { basicLogin } from './basic-login.ts';
import { Refusal } from './refusal.ts';

/**
 * The access rules of one ECR registry. Login is Basic with user `AWS` and a token of GetAuthorizationToken. The owner's
 * account may do everything; in the Marketplace's registry the seller may do what a seller may, which deleting is not part of.
 * `missing` says whether a repository has to be treated as one that no policy names.
 */
export function ecrAccess(
  account: string,
  origin: string,
  tokens: RegistryTokens,
  hidden: (repository: string) => boolean,
): Access {
  const unauthorized = (): Refusal =>
    // As captured from a private registry (NVIDIA/enroot#59); the realm is the registry itself.
    new Refusal(401, '', 'Not Authorized', {
      'www-authenticate': `Basic realm="${origin}/",service="ecr.amazonaws.com"`,
    });
  return {
    check: (request, action, repository) => {
      const login = basicLogin(request);
      if (login?.username !== 'AWS') throw unauthorized();
      const verdict = tokens.check(login.password);
      if (verdict.state === 'unknown') throw unauthorized();
      if (verdict.state === 'expired') {
        throw new Refusal(403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.');
      }
      if (action === 'login') return;
      const { identity } = verdict;
      const isOwner = identity.account === account;
      const isSeller = account === marketplaceAccount && identity.account === sellerAccount.account;
      const allowed =
        isOwner || (isSeller && action !== 'ecr:BatchDeleteImage' && repository !== undefined && !hidden(repository));
      if (allowed) return;
      throw new Refusal(403, 'DENIED', denial(identity, action, account, sandboxRegion, repository));
    },
  };
}

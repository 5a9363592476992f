import { parseEcrHost, type Reference, targetKindOf } from '#reference';

/**
 * The page that people open to look at a repository. Only for registries whose pages are known to have these addresses; undefined for all
 * others, and for AWS Marketplace's registry, which no page shows.
 */
export function registryPage({ registry, repository, tag }: Reference): string | undefined {
  switch (registry) {
    case 'docker.io': {
      const place = repository.startsWith('library/') ? `_/${repository.slice('library/'.length)}` : `r/${repository}`;
      return `https://hub.docker.com/${place}/tags${tag === undefined ? '' : `?name=${encodeURIComponent(tag)}`}`;
    }
    case 'quay.io':
      return `https://quay.io/repository/${repository}?tab=tags`;
    case 'public.ecr.aws':
      return `https://gallery.ecr.aws/${repository}`;
    default:
      return ecrPage(registry, repository);
  }
}

function ecrPage(registry: string, repository: string): string | undefined {
  const host = parseEcrHost(registry);
  if (!host?.account || host.partition !== 'aws' || targetKindOf(registry) !== 'ecr') return undefined;
  const { account, region } = host;
  return `https://${region}.console.aws.amazon.com/ecr/repositories/private/${account}/${repository}?region=${region}`;
}

import type { RepositoryGateway } from '#jobs';

/** ECR's repositories behind the bundle that is loaded at the first call. */
export function lazyRepositories(load: () => Promise<{ readonly repositories: RepositoryGateway }>): RepositoryGateway {
  const loaded = async () => (await load()).repositories;
  return {
    describe: async (...query) => (await loaded()).describe(...query),
    policy: async (...query) => (await loaded()).policy(...query),
    lifecycle: async (...query) => (await loaded()).lifecycle(...query),
    tags: async (...query) => (await loaded()).tags(...query),
    create: async (...change) => (await loaded()).create(...change),
    setPolicy: async (...change) => (await loaded()).setPolicy(...change),
    setLifecycle: async (...change) => (await loaded()).setLifecycle(...change),
    setTagMutability: async (...change) => (await loaded()).setTagMutability(...change),
    setScanOnPush: async (...change) => (await loaded()).setScanOnPush(...change),
    setTags: async (...change) => (await loaded()).setTags(...change),
  };
}

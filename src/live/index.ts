export { type Fact, Facts, type FactsOptions } from './facts.ts';
export { touchedReferences } from './touched-references.ts';
export { repositoryOf, touchedRepositories } from './touched-repositories.ts';

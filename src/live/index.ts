export { type Fact, Facts } from './facts.ts';
export { touchedReferences } from './touched-references.ts';
export { repositoryOf, touchedRepositories } from './touched-repositories.ts';

import type { FieldData } from '../field-spec.ts';
import { audienceFields } from './audience.ts';
import { approvalField, formField, productField } from './common.ts';
import { listingFields } from './listing.ts';
import { offerFields } from './offer.ts';

/**
 * Names are given without the seller's prefix. ECR counts 256 with it. The schema takes 50 a request; a product may have 70
 * (developer guide, AddRepositories).
 */
const repositories: FieldData = {
  id: 'repositories',
  label: 'Repositories',
  aliases: ['ECR repositories', 'Repository', 'Repository names'],
  shape: {
    kind: 'list',
    least: 0,
    most: 70,
    usual: 50,
    separator: ',',
    item: {
      kind: 'text',
      least: 2,
      most: 256,
      pattern: {
        test: /^(?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/,
        means: 'lower-case letters and digits, joined by . _ - or /',
      },
      sample: 'product/web',
    },
  },
  help: "Repositories to make in AWS Marketplace's registry, named without your prefix. They cannot be removed or renamed.",
  path: { changes: ['AddRepositories'], json: 'Repositories[].RepositoryName' },
  awsCodes: {
    form: 'INVALID_ECR_REPOSITORY_NAME',
    long: 'INVALID_ECR_REPOSITORY_NAME',
    twice: 'DUPLICATE_ECR_REPOSITORY_NAME',
    remote: ['MISSING_REPOSITORY_INFORMATION', 'DUPLICATE_REPOSITORY_NAMES'],
  },
};

/** A listing of containers: CreateProduct, UpdateInformation, AddRepositories, the offer and who sees it. */
export const containerProduct: readonly FieldData[] = [
  formField,
  productField(),
  ...listingFields,
  repositories,
  ...offerFields,
  ...audienceFields,
  approvalField,
];

import { createHash } from 'node:crypto';
import { ecrHost, marketplaceAccount } from '../aws/identity.ts';
import type { EntityState } from '../store/sandbox-state.ts';

/** The type of a container product, with its version. */
export const containerProductType = 'ContainerProduct@1.0';

/** What of a container product is not the same for all of them here. */
export interface ProductParts {
  readonly title: string;
  /** Names of its repositories in the Marketplace's registry. */
  readonly repositories: readonly string[];
  /** Its only version and the images that it is made of, as `name:tag`; absent: it has none yet. */
  readonly version?: { readonly title: string; readonly images: readonly string[] };
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/**
 * A product that is out to a limited audience (awslabs/aws-marketplace-catalog-api-shapes-for-python, entity types of
 * ContainerProduct 1.0; which members are null is as in the example of "Using the AWS Marketplace Catalog API").
 */
export function containerProduct({ title, repositories, version, modifiedAt }: ProductParts): EntityState {
  const document = {
    Versions: version ? [versionOf(title, version, modifiedAt)] : [],
    Description: {
      ProductTitle: title,
      ProductCode: hashOf(title).slice(0, 25),
      Manufacturer: null,
      ShortDescription: 'A product of the sandbox.',
      LongDescription: 'A product of the sandbox. It exists on this machine only.',
      Sku: null,
      Highlights: ['It exists on this machine only'],
      AssociatedProducts: null,
      SearchKeywords: ['sandbox'],
      Categories: ['Application Development'],
      Visibility: 'Limited',
      ProductState: 'Active',
      ReplacementProductId: null,
    },
    PromotionalResources: { LogoUrl: 'https://example.com/logo.png', AdditionalResources: [], Videos: [] },
    SupportInformation: { Description: 'There is none.', Resources: [] },
    RegionAvailability: { Regions: ['us-east-1'], FutureRegionSupport: null },
    Dimensions: [],
    Repositories: repositories.map(productRepository),
  };
  return { type: containerProductType, revision: 1, modifiedAt, document };
}

/** An entry of a product's `Repositories`. */
export function productRepository(name: string): { readonly Url: string; readonly Type: 'ECR' } {
  return { Url: inMarketplace(name), Type: 'ECR' };
}

/** An id as AWS makes them: `prod-` and thirteen lower-case letters and digits; the same for the same text. */
export function productId(text: string): string {
  return `prod-${BigInt(`0x${hashOf(text)}`)
    .toString(36)
    .slice(-13)}`;
}

function versionOf(product: string, { title, images }: NonNullable<ProductParts['version']>, at: number): unknown {
  const sourceId = uuid(`source of ${product}`);
  return {
    Id: uuid(`version of ${product}`),
    VersionTitle: title,
    ReleaseNotes: 'The release before the one that is rehearsed.',
    UpgradeInstructions: 'N/A',
    CreationDate: new Date(at).toISOString(),
    Sources: [
      { Id: sourceId, Type: 'DockerImages', Images: images.map(inMarketplace), Compatibility: { Platform: 'Linux' } },
    ],
    DeliveryOptions: [
      {
        Id: uuid(`delivery option of ${product}`),
        Type: 'ElasticContainerRegistry',
        SourceId: sourceId,
        Title: 'Container images',
        ShortDescription: 'The images of the product.',
        isRecommended: false,
        Visibility: 'Limited',
        Compatibility: { AWSServices: ['EKS'] },
        Instructions: { Usage: 'Pull the images and run them.' },
        Recommendations: { AdditionalArtifacts: [], DeploymentResources: [] },
      },
    ],
  };
}

function inMarketplace(name: string): string {
  return `${ecrHost(marketplaceAccount)}/${name}`;
}

/** An id in the form that AWS's ids of versions, sources and delivery options have. */
function uuid(text: string): string {
  return hashOf(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

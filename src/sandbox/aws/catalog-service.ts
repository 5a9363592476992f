import { type AssessmentState, containerAssessments } from '../catalog/container-assessments.ts';
import type { SandboxSwitches } from '../sandbox-switches.ts';
import { isRecord } from '../store/narrow.ts';
import type { EntityState } from '../store/sandbox-state.ts';
import { AwsError } from './aws-error.ts';
import { assessmentArn, describeAssessment, listAssessments } from './catalog-assessments.ts';
import { CatalogRequest } from './catalog-request.ts';
import { type Identity, sandboxRegion, sellerAccount } from './identity.ts';
import { isoSeconds } from './iso-seconds.ts';
import { paginate } from './paginate.ts';

/** The AWS Marketplace Catalog, as far as it is read. */
export interface CatalogService {
  /** The response object of an operation; throws `AwsError`. `parameters`: the JSON body, or the query under the same names. */
  answer(operation: CatalogOperation, identity: Identity, parameters: unknown): unknown;
}

export type CatalogOperation = 'ListEntities' | 'DescribeEntity' | 'ListAssessments' | 'DescribeAssessment';

/** What the Catalog looks at. */
export interface CatalogParts {
  readonly entities: ReadonlyMap<string, EntityState>;
  readonly switches: SandboxSwitches;
}

/**
 * ListEntities, DescribeEntity, ListAssessments and DescribeAssessment (AWS Marketplace API Reference; statuses of the exceptions as there). All entities are the seller's:
 * anybody else finds an empty Catalog.
 */
export function catalogService({ entities, switches }: CatalogParts): CatalogService {
  return {
    answer: (operation, identity, parameters) => {
      if (switches.catalog === 'throttled') throw new AwsError('ThrottlingException', 'Too many requests.', 429);
      const request = new CatalogRequest(parameters);
      request.requireCatalog();
      if (switches.catalog === 'denied') throw denied(operation, identity, request);
      const own = identity.account === sellerAccount.account ? entities : new Map<string, EntityState>();
      if (operation === 'ListEntities') return listEntities(own, request);
      if (operation === 'DescribeEntity') return describeEntity(own, request);
      if (switches.assessments === 'denied') throw denied(operation, identity, request);
      const assessments = assessmentsOf(own, switches);
      return operation === 'ListAssessments'
        ? listAssessments(assessments, request)
        : describeAssessment(assessments, request);
    },
  };
}

function listEntities(entities: ReadonlyMap<string, EntityState>, request: CatalogRequest): unknown {
  const entityType = request.entityType();
  const { by, ascending } = request.sort();
  const found = [...entities]
    .filter(([, { type }]) => type.split('@')[0] === entityType)
    .sort(([a, one], [b, other]) => {
      const order = (by === 'LastModifiedDate' ? one.modifiedAt - other.modifiedAt : 0) || (a < b ? -1 : 1);
      return ascending ? order : -order;
    });
  const list = request.isShared() ? [] : found;
  const made = `${entityType} by ${by} ${ascending}`;
  const { page, nextToken } = paginate(list, request.page(), made, request.pageRule);
  return {
    EntitySummaryList: page.map(([id, entity]) => summary(id, entity)),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
}

function describeEntity(entities: ReadonlyMap<string, EntityState>, request: CatalogRequest): unknown {
  const id = request.entityId();
  const entity = entities.get(id);
  if (!entity)
    throw new AwsError('ResourceNotFoundException', `The entity ${id} was not found in AWSMarketplace.`, 404);
  return {
    EntityType: entity.type,
    EntityIdentifier: `${id}@${entity.revision}`,
    EntityArn: arn(id, entity),
    LastModifiedDate: isoSeconds(entity.modifiedAt),
    Details: JSON.stringify(entity.document),
    DetailsDocument: entity.document,
  };
}

/** API Reference, data type EntitySummary; the type is told without its version, as in "Using the AWS Marketplace Catalog API". */
function summary(id: string, entity: EntityState): unknown {
  const description = isRecord(entity.document.Description) ? entity.document.Description : {};
  const { ProductTitle: title, Visibility: visibility } = description;
  return {
    Name: title,
    EntityType: entity.type.split('@')[0],
    EntityId: id,
    EntityArn: arn(id, entity),
    LastModifiedDate: isoSeconds(entity.modifiedAt),
    Visibility: visibility,
    ContainerProductSummary: { ProductTitle: title, Visibility: visibility },
  };
}

function assessmentsOf(entities: ReadonlyMap<string, EntityState>, switches: SandboxSwitches): AssessmentState[] {
  const isFailing = switches.assessments === 'failed';
  return [...entities]
    .flatMap(([id, entity]) => containerAssessments(id, entity, isFailing))
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

/**
 * In IAM's words (IAM User Guide, "Troubleshoot access denied error messages"). The lists know no resource but `*` (Service Authorization
 * Reference, "AWS Marketplace Catalog").
 */
function denied(operation: CatalogOperation, { arn: caller, account }: Identity, request: CatalogRequest): AwsError {
  const resource =
    operation === 'DescribeEntity'
      ? `arn:aws:aws-marketplace:${sandboxRegion}:${account}:AWSMarketplace/*/${request.entityId()}`
      : operation === 'DescribeAssessment'
        ? assessmentArn(request.assessmentId())
        : '*';
  const action = `aws-marketplace:${operation}`;
  const message = `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  return new AwsError('AccessDeniedException', message, 403);
}

function arn(id: string, { type }: EntityState): string {
  return `arn:aws:aws-marketplace:${sandboxRegion}:${sellerAccount.account}:AWSMarketplace/${type.split('@')[0]}/${id}`;
}

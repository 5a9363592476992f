import { isRecord } from '../store/narrow.ts';
import { AwsError } from './aws-error.ts';
import type { PageRequest, PageRule } from './paginate.ts';

/** API Reference, ListEntities, EntityType. */
const entityTypes: ReadonlySet<unknown> = new Set([
  'AmiProduct',
  'ContainerProduct',
  'DataProduct',
  'SaaSProduct',
  'MachineLearningProduct',
  'ProcurementPolicy',
  'Experience',
  'Audience',
  'BrandingSettings',
  'Offer',
  'OfferSet',
  'Seller',
  'ResaleAuthorization',
  'Solution',
]);

/** All that there are where nothing is set. */
interface AssessmentFilter {
  readonly entityId: string | undefined;
  readonly changeSetId: string | undefined;
  readonly framework: string | undefined;
  readonly deliveryOptionId: string | undefined;
}

/** Reads the parameters of a Catalog call as the service does: what is of the wrong shape is a ValidationException. */
export class CatalogRequest {
  readonly #parameters: Readonly<Record<string, unknown>>;
  /** How the Catalog pages (API Reference, ListEntities, MaxResults). */
  readonly pageRule: PageRule = { most: 50, usual: 20, refuse: (parameter, rule) => invalid(parameter, rule) };

  constructor(parameters: unknown) {
    if (!isRecord(parameters)) throw invalid('the body', 'must be an object');
    this.#parameters = parameters;
  }

  /** There is one catalog. */
  requireCatalog(): void {
    if (this.#raw('Catalog') !== 'AWSMarketplace') throw invalid('catalog', 'Member must be AWSMarketplace');
  }

  /** Without a version: it is then refused by the grammar of the parameter. */
  entityType(): string {
    const type = this.#raw('EntityType');
    if (typeof type !== 'string' || !/^[a-zA-Z]+$/.test(type)) {
      throw invalid('entityType', 'Member must satisfy regular expression pattern: ^[a-zA-Z]+$');
    }
    if (entityTypes.has(type)) return type;
    throw invalid('entityType', `Member must satisfy enum value set: [${[...entityTypes].join(', ')}]`);
  }

  entityId(): string {
    const id = this.#raw('EntityId');
    if (typeof id === 'string' && id.length <= 255 && /^[\w-]+$/.test(id)) return id;
    throw invalid('entityId', 'Member must satisfy regular expression pattern: ^[\\w\\-]+$');
  }

  /** By default what was changed last comes first. Narrowing the list is not done here, and so is refused. */
  sort(): { readonly by: 'LastModifiedDate' | 'EntityId'; readonly ascending: boolean } {
    for (const name of ['FilterList', 'EntityTypeFilters', 'EntityTypeSort']) {
      if (this.#raw(name) !== undefined) throw invalid(name, 'The sandbox does not have this parameter');
    }
    const sort = this.#raw('Sort') ?? {};
    if (!isRecord(sort)) throw invalid('sort', 'must be an object');
    const { SortBy: by = 'LastModifiedDate', SortOrder: order = 'DESCENDING' } = sort;
    if (by !== 'LastModifiedDate' && by !== 'EntityId') {
      throw invalid('sort.sortBy', 'Member must satisfy enum value set: [LastModifiedDate, EntityId]');
    }
    if (order !== 'ASCENDING' && order !== 'DESCENDING') {
      throw invalid('sort.sortOrder', 'Member must satisfy enum value set: [ASCENDING, DESCENDING]');
    }
    return { by, ascending: order === 'ASCENDING' };
  }

  /** Whether what others share is wanted, rather than one's own. */
  isShared(): boolean {
    const type = this.#raw('OwnershipType') ?? 'SELF';
    if (type === 'SELF' || type === 'SHARED') return type === 'SHARED';
    throw invalid('ownershipType', 'Member must satisfy enum value set: [SELF, SHARED]');
  }

  /** What ListAssessments is narrowed by. A filter of a framework narrows to that framework. */
  assessmentFilter(): AssessmentFilter {
    const target = this.#raw('AssessmentTargetFilter') ?? {};
    if (!isRecord(target)) throw invalid('assessmentTargetFilter', 'must be an object');
    const filters = this.#raw('FrameworkFilters') ?? {};
    if (!isRecord(filters)) throw invalid('frameworkFilters', 'must be an object');
    const set = Object.entries(filters).filter(([, filter]) => filter !== null);
    if (set.length > 1) throw invalid('frameworkFilters', 'Member must have exactly one member set');
    const [[name, filter] = [undefined, {}]] = set;
    if (name !== undefined && !/^(AMI|Container)SecurityFilters$/.test(name)) {
      throw invalid('frameworkFilters', 'Member must be AMISecurityFilters or ContainerSecurityFilters');
    }
    const named = name?.replace(/Filters$/, '');
    return {
      entityId: id('assessmentTargetFilter.entityId', target.EntityId),
      changeSetId: id('assessmentTargetFilter.changeSetId', target.ChangeSetId),
      framework: named ?? text('frameworkId', this.#raw('FrameworkId')),
      deliveryOptionId: id('deliveryOptionId', isRecord(filter) ? filter.DeliveryOptionId : undefined),
    };
  }

  /** Of an id or an ARN (API Reference, DescribeAssessment, pattern of AssessmentIdentifier). */
  assessmentId(): string {
    const identifier = this.#raw('AssessmentIdentifier');
    const pattern =
      /^(?:arn:[a-zA-Z0-9-]+:[a-zA-Z0-9-]+:[a-zA-Z0-9-]*:[0-9]*:[a-zA-Z0-9-]+\/Assessment\/)?(assessment-[a-zA-Z0-9]+)$/;
    const found = typeof identifier === 'string' ? pattern.exec(identifier)?.[1] : undefined;
    if (found === undefined) throw invalid('assessmentIdentifier', 'Member must be an id or an ARN of an assessment');
    return found;
  }

  page(): PageRequest {
    return { maxResults: this.#raw('MaxResults'), nextToken: this.#raw('NextToken') };
  }

  #raw(name: string): unknown {
    return this.#parameters[name] ?? undefined;
  }
}

function id(parameter: string, value: unknown): string | undefined {
  const read = text(parameter, value);
  if (read === undefined || /^[\w-]{1,255}$/.test(read)) return read;
  throw invalid(parameter, 'Member must satisfy regular expression pattern: ^[\\w\\-]+$');
}

function text(parameter: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw invalid(parameter, 'must be a string');
}

/** In the words that AWS's services have for such a thing; the Catalog's own are not published. Status: API Reference, "Errors". */
function invalid(parameter: string, rule: string): AwsError {
  const message = `1 validation error detected: Value at '${parameter}' failed to satisfy constraint: ${rule}`;
  return new AwsError('ValidationException', message, 422);
}

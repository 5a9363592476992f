import {
  type ControlAssessment,
  type ControlError,
  DescribeAssessmentCommand,
  type FrameworkSummary,
  ListAssessmentsCommand,
  MarketplaceCatalogClient,
} from '@aws-sdk/client-marketplace-catalog';
import type { AssessedControl, AssessmentGateway, AssessmentSummary } from '#jobs';
import { incomplete, page } from './answer.ts';
import { type SdkAwsOptions, ServiceClients } from './service-clients.ts';

const catalog = 'AWSMarketplace';

/** The most at a time (AWS Marketplace API Reference, ListAssessments and DescribeAssessment, MaxResults). */
const mostResults = 100;

/** What is kept of one control: a scan for vulnerabilities can find thousands. */
const mostErrors = 100;
const mostScopes = 20;
/** characters */
const longestText = 2000;

/** The AWS Marketplace Catalog's assessments as the gateway has them. */
export class AssessmentCalls implements AssessmentGateway {
  readonly #clients: ServiceClients<MarketplaceCatalogClient>;

  constructor(options: SdkAwsOptions) {
    this.#clients = new ServiceClients(options, (configuration) => new MarketplaceCatalogClient(configuration));
  }

  async list(...[scope, { entityId, nextToken }, signal]: Parameters<AssessmentGateway['list']>) {
    const command = new ListAssessmentsCommand({
      Catalog: catalog,
      AssessmentTargetFilter: { EntityId: entityId },
      MaxResults: mostResults,
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    });
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    const items = (answer.AssessmentSummaryList ?? []).map(
      ({
        AssessmentId: id,
        FrameworkId: framework,
        AssessmentResult: result,
        CreatedAt: createdAt,
        ExpiresAt: expiresAt,
        FrameworkSummary: of,
      }): AssessmentSummary => {
        if (id === undefined || framework === undefined || result === undefined) {
          throw incomplete('ListAssessments', 'id, framework or result of an assessment');
        }
        const deliveryOption = deliveryOptionOf(of);
        return {
          id,
          framework: cut(framework),
          result: cut(result),
          ...(createdAt === undefined ? {} : { createdAt: cut(createdAt) }),
          ...(expiresAt === undefined ? {} : { expiresAt: cut(expiresAt) }),
          ...(deliveryOption === undefined ? {} : { deliveryOption: cut(deliveryOption) }),
        };
      },
    );
    return page(items, answer.NextToken);
  }

  async controls(...[scope, { id, nextToken }, signal]: Parameters<AssessmentGateway['controls']>) {
    const command = new DescribeAssessmentCommand({
      Catalog: catalog,
      AssessmentIdentifier: id,
      MaxResults: mostResults,
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    });
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    return page((answer.ControlAssessments ?? []).map(controlOf), answer.NextToken);
  }
}

/** One member is set: that of the framework. One that AWS adds later is not known by name. */
function deliveryOptionOf(summary: FrameworkSummary | undefined): string | undefined {
  return (summary?.ContainerSecuritySummary ?? summary?.AMISecuritySummary)?.DeliveryOptionId;
}

function controlOf({
  ControlId: id,
  ControlAssessmentResult: result,
  Errors: errors = [],
}: ControlAssessment): AssessedControl {
  if (id === undefined || result === undefined) throw incomplete('DescribeAssessment', 'id or result of a control');
  const more = errors.length - mostErrors;
  return {
    id: cut(id),
    result: cut(result),
    errors: errors.slice(0, mostErrors).map(errorOf),
    ...(more > 0 ? { moreErrors: more } : {}),
  };
}

function errorOf({ Code: code, Message: message, Scope: scope = [] }: ControlError): AssessedControl['errors'][number] {
  return {
    ...(code === undefined ? {} : { code: cut(code) }),
    message: cut(message ?? code ?? 'without a message'),
    scope: scope.slice(0, mostScopes).flatMap(({ Name: name, Value: value }) => {
      return value === undefined ? [] : [{ name: cut(name ?? ''), value: cut(value) }];
    }),
  };
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

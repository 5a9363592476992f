import {
  DescribeEntityCommand,
  ListEntitiesCommand,
  MarketplaceCatalogClient,
} from '@aws-sdk/client-marketplace-catalog';
import type { AwsScope, ContainerProduct, DescribedProduct, Page } from '#jobs';
import { incomplete, page } from './answer.ts';
import { entityDocument } from './entity-document.ts';
import { type SdkAwsOptions, ServiceClients } from './service-clients.ts';

const catalog = 'AWSMarketplace';

/** The most that the Catalog gives at a time (AWS Marketplace API Reference, ListEntities, MaxResults). */
const mostResults = 50;

/** The AWS Marketplace Catalog's part of the gateway. */
export class CatalogCalls {
  readonly #clients: ServiceClients<MarketplaceCatalogClient>;

  constructor(options: SdkAwsOptions) {
    this.#clients = new ServiceClients(options, (configuration) => new MarketplaceCatalogClient(configuration));
  }

  async products(
    scope: AwsScope,
    { nextToken }: { readonly nextToken?: string },
    signal?: AbortSignal,
  ): Promise<Page<ContainerProduct>> {
    const command = new ListEntitiesCommand({
      Catalog: catalog,
      EntityType: 'ContainerProduct',
      MaxResults: mostResults,
      // The usual order is by the last change: a change between two pages would move products from one to the other.
      Sort: { SortBy: 'EntityId', SortOrder: 'ASCENDING' },
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    });
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    const items = (answer.EntitySummaryList ?? []).flatMap(
      ({ EntityId: id, Name: name, Visibility: visible, ContainerProductSummary: summary }): ContainerProduct[] => {
        if (id === undefined) return [];
        const visibility = summary?.Visibility ?? visible;
        const title = summary?.ProductTitle ?? name ?? id;
        return [{ id, title, ...(visibility === undefined ? {} : { visibility }) }];
      },
    );
    return page(items, answer.NextToken);
  }

  async product(scope: AwsScope, id: string, signal?: AbortSignal): Promise<DescribedProduct> {
    const command = new DescribeEntityCommand({ Catalog: catalog, EntityId: id });
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    const document = entityDocument(answer.DetailsDocument, answer.Details);
    if (document === undefined) throw incomplete('DescribeEntity', 'details');
    const { title, visibility, repositories } = document;
    return { id, title: title ?? id, ...(visibility === undefined ? {} : { visibility }), repositories };
  }
}

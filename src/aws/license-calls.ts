import {
  CheckInLicenseCommand,
  CheckoutLicenseCommand,
  type EntitlementDataUnit,
  GetLicenseUsageCommand,
  type Grant,
  LicenseManagerClient,
  ListDistributedGrantsCommand,
  ListReceivedGrantsCommand,
  ListReceivedLicensesCommand,
} from '@aws-sdk/client-license-manager';
import type { AwsScope, LicenseGateway, Page } from '#jobs';
import {
  type CheckedOut,
  checkedOut,
  checkoutInput,
  type LicenseGrant,
  type LicenseUse,
  type LicenseWish,
  type ReceivedLicense,
  receivedLicense,
} from '#license';
import { page } from './answer.ts';
import { type SdkAwsOptions, ServiceClients } from './service-clients.ts';

/** The most that License Manager gives at a time (API Reference, MaxResults of each list). */
const mostResults = 100;

interface PageQuery {
  readonly nextToken?: string;
}

/** AWS License Manager's part of the gateway. */
export class LicenseCalls implements LicenseGateway {
  readonly #clients: ServiceClients<LicenseManagerClient>;

  constructor(options: SdkAwsOptions) {
    this.#clients = new ServiceClients(options, (configuration) => {
      const client = new LicenseManagerClient(configuration);
      askAgainWhenBusy(client);
      return client;
    });
  }

  async checkOut(scope: AwsScope, wish: LicenseWish, signal?: AbortSignal): Promise<CheckedOut> {
    const command = new CheckoutLicenseCommand(checkoutInput<EntitlementDataUnit>(wish));
    return checkedOut(await this.#clients.ask(scope, signal, (client, options) => client.send(command, options)));
  }

  async checkIn(scope: AwsScope, consumptionToken: string, signal?: AbortSignal): Promise<void> {
    const command = new CheckInLicenseCommand({ LicenseConsumptionToken: consumptionToken });
    await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
  }

  async received(
    scope: AwsScope,
    { product, nextToken }: PageQuery & { readonly product?: string },
    signal?: AbortSignal,
  ): Promise<Page<ReceivedLicense>> {
    const command = new ListReceivedLicensesCommand({
      ...asked(nextToken),
      ...(product === undefined ? {} : { Filters: [{ Name: 'ProductSKU', Values: [product] }] }),
    });
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    const items = (answer.Licenses ?? []).flatMap((license) => receivedLicense(license) ?? []);
    return page(items, answer.NextToken);
  }

  async receivedGrants(scope: AwsScope, { nextToken }: PageQuery, signal?: AbortSignal): Promise<Page<LicenseGrant>> {
    const command = new ListReceivedGrantsCommand(asked(nextToken));
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    return page((answer.Grants ?? []).flatMap(grant), answer.NextToken);
  }

  async distributedGrants(
    scope: AwsScope,
    { nextToken }: PageQuery,
    signal?: AbortSignal,
  ): Promise<Page<LicenseGrant>> {
    const command = new ListDistributedGrantsCommand(asked(nextToken));
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    return page((answer.Grants ?? []).flatMap(grant), answer.NextToken);
  }

  async usage(scope: AwsScope, licenseArn: string, signal?: AbortSignal): Promise<readonly LicenseUse[]> {
    const command = new GetLicenseUsageCommand({ LicenseArn: licenseArn });
    const answer = await this.#clients.ask(scope, signal, (client, options) => client.send(command, options));
    return (answer.LicenseUsage?.EntitlementUsages ?? []).map(
      ({ Name = '', Unit = 'None', ConsumedValue, MaxCount }) => ({
        name: Name,
        unit: Unit,
        consumed: ConsumedValue ?? '0',
        ...(MaxCount === undefined ? {} : { max: MaxCount }),
      }),
    );
  }
}

/** License Manager's name for too many questions is none of those that the SDK knows, and waits after (API Reference, "Errors"). */
function askAgainWhenBusy({ middlewareStack }: LicenseManagerClient): void {
  middlewareStack.add(
    (next) => async (given) => {
      try {
        return await next(given);
      } catch (error) {
        const isBusy = error instanceof Error && error.name === 'RateLimitExceededException';
        throw isBusy ? Object.assign(error, { $retryable: { throttling: true } }) : error;
      }
    },
    // Behind the step that asks again.
    { name: 'licenseManagerThrottling', step: 'finalizeRequest', priority: 'low' },
  );
}

function asked(nextToken: string | undefined): { MaxResults: number; NextToken?: string } {
  return { MaxResults: mostResults, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}

function grant(answer: Grant): LicenseGrant[] {
  const { GrantArn: arn, LicenseArn: licenseArn } = answer;
  if (arn === undefined || licenseArn === undefined) return [];
  return [
    {
      arn,
      licenseArn,
      status: answer.GrantStatus ?? '',
      operations: answer.GrantedOperations ?? [],
      ...(answer.GrantName === undefined ? {} : { name: answer.GrantName }),
      ...(answer.ParentArn === undefined ? {} : { parentArn: answer.ParentArn }),
      ...(answer.GranteePrincipalArn === undefined ? {} : { grantee: answer.GranteePrincipalArn }),
      ...(answer.HomeRegion === undefined ? {} : { homeRegion: answer.HomeRegion }),
      ...(answer.StatusReason === undefined ? {} : { statusReason: answer.StatusReason }),
      ...(answer.Version === undefined ? {} : { version: answer.Version }),
    },
  ];
}

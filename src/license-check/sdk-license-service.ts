import {
  CheckInLicenseCommand,
  CheckoutLicenseCommand,
  type EntitlementDataUnit,
  LicenseManagerClient,
  type LicenseManagerClientConfig,
  ListReceivedLicensesCommand,
} from '@aws-sdk/client-license-manager';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import {
  type CheckedOut,
  checkedOut,
  checkoutInput,
  type LicenseService,
  type LicenseWish,
  type ReceivedLicense,
  receivedLicense,
} from '#license';

/** How long AWS may say nothing, in ms. */
const idleMs = 10_000;
/** Pages of the licences of one product: more is a list that does not end. */
const mostPages = 100;

/** AWS License Manager by the SDK's client: one for each region that is asked. The check asks again itself, so the client does not. */
export class SdkLicenseService implements LicenseService {
  readonly #credentials: LicenseManagerClientConfig['credentials'];
  readonly #clients = new Map<string, LicenseManagerClient>();

  /** @param credentials the SDK's usual chain when absent */
  constructor(credentials?: LicenseManagerClientConfig['credentials']) {
    this.#credentials = credentials;
  }

  async checkOut(region: string, wish: LicenseWish, signal?: AbortSignal): Promise<CheckedOut> {
    const command = new CheckoutLicenseCommand(checkoutInput<EntitlementDataUnit>(wish));
    return checkedOut(await this.#client(region).send(command, until(signal)));
  }

  async checkIn(region: string, consumptionToken: string, signal?: AbortSignal): Promise<void> {
    const command = new CheckInLicenseCommand({ LicenseConsumptionToken: consumptionToken });
    await this.#client(region).send(command, until(signal));
  }

  async licensesOf(region: string, product: string, signal?: AbortSignal): Promise<ReceivedLicense[]> {
    const found: ReceivedLicense[] = [];
    let next: string | undefined;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const command = new ListReceivedLicensesCommand({
        Filters: [{ Name: 'ProductSKU', Values: [product] }],
        MaxResults: 100,
        ...(next === undefined ? {} : { NextToken: next }),
      });
      const { Licenses = [], NextToken } = await this.#client(region).send(command, until(signal));
      found.push(...Licenses.flatMap((license) => receivedLicense(license) ?? []));
      if (NextToken === undefined || NextToken === next) return found;
      next = NextToken;
    }
    return found;
  }

  #client(region: string): LicenseManagerClient {
    const held = this.#clients.get(region) ?? new LicenseManagerClient({ ...clientOptions(region), ...this.#login() });
    this.#clients.set(region, held);
    return held;
  }

  #login() {
    return this.#credentials === undefined ? {} : { credentials: this.#credentials };
  }
}

/** What every client of the program is made with. Endpoint and proxyless network are the SDK's own, by its variables. */
export function clientOptions(region: string) {
  return {
    region,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ connectionTimeout: idleMs, socketTimeout: idleMs, requestTimeout: idleMs }),
  };
}

function until(signal: AbortSignal | undefined) {
  return signal ? { abortSignal: signal } : {};
}

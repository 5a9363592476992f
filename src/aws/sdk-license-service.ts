import {
  CheckInLicenseCommand,
  CheckoutLicenseCommand,
  type EntitlementDataUnit,
  LicenseManagerClient,
  type LicenseManagerClientConfig,
  ListReceivedLicensesCommand,
} from '@aws-sdk/client-license-manager';
import {
  type CheckedOut,
  checkedOut,
  checkoutInput,
  type LicenseService,
  type LicenseWish,
  type ReceivedLicense,
  receivedLicense,
} from '#license';
import { answeredInTime } from './answered-in-time.ts';
import type { NetworkHandler } from './network-handler.ts';

/** Pages of the licences of one product: more is a list that does not end. */
const mostPages = 100;

export interface SdkLicenseOptions {
  readonly handler: NetworkHandler;
  /** The SDK's usual chain when absent. */
  readonly credentials?: LicenseManagerClientConfig['credentials'];
  /** How long a call may take as a whole, with the search for credentials, in ms. */
  readonly callMs?: number;
}

/** AWS License Manager by the SDK's client: one for each region that is asked. The check asks again itself, so the client does not. */
export class SdkLicenseService implements LicenseService {
  readonly #options: SdkLicenseOptions;
  readonly #clients = new Map<string, LicenseManagerClient>();

  constructor(options: SdkLicenseOptions) {
    this.#options = options;
  }

  async checkOut(region: string, wish: LicenseWish, signal?: AbortSignal): Promise<CheckedOut> {
    const command = new CheckoutLicenseCommand(checkoutInput<EntitlementDataUnit>(wish));
    return checkedOut(await this.#inTime(signal, (abortSignal) => this.#client(region).send(command, { abortSignal })));
  }

  async checkIn(region: string, consumptionToken: string, signal?: AbortSignal): Promise<void> {
    const command = new CheckInLicenseCommand({ LicenseConsumptionToken: consumptionToken });
    await this.#inTime(signal, (abortSignal) => this.#client(region).send(command, { abortSignal }));
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
      const { Licenses = [], NextToken } = await this.#inTime(signal, (abortSignal) =>
        this.#client(region).send(command, { abortSignal }),
      );
      found.push(...Licenses.flatMap((license) => receivedLicense(license) ?? []));
      if (NextToken === undefined || NextToken === next) return found;
      next = NextToken;
    }
    return found;
  }

  #client(region: string): LicenseManagerClient {
    const { handler, credentials } = this.#options;
    const login = credentials === undefined ? {} : { credentials };
    const held = this.#clients.get(region) ?? new LicenseManagerClient({ ...clientOptions(region, handler), ...login });
    this.#clients.set(region, held);
    return held;
  }

  #inTime<T>(signal: AbortSignal | undefined, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return answeredInTime(call, this.#options.callMs, signal);
  }
}

/** What every client of the program is made with; the endpoint is the SDK's own, by its variables. */
export function clientOptions(region: string, requestHandler: NetworkHandler) {
  // The SDK hands the handler on to the clients of STS that find credentials.
  return { region, maxAttempts: 1, requestHandler };
}

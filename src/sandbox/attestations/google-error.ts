import type { ServerResponse } from 'node:http';
import { send } from '../http/send.ts';

/** Why a request is not answered with what it asks for, as Google's APIs say it (google/api design guide, "Errors"). */
export class GoogleError extends Error {
  readonly #status: number;
  readonly #code: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param status of HTTP; @param code of google.rpc.Code, e.g. `NOT_FOUND` */
  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.#status = status;
    this.#code = code;
    this.#headers = headers;
  }

  answer(response: ServerResponse): void {
    const error = { code: this.#status, message: this.message, status: this.#code };
    const headers = { ...this.#headers, 'content-type': 'application/json; charset=UTF-8' };
    send(response, this.#status, headers, JSON.stringify({ error }, undefined, 2));
  }
}

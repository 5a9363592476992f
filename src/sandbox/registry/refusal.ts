import type { ServerResponse } from 'node:http';
import { send } from '../http/send.ts';

/**
 * A registry's no: thrown by whoever finds it, answered in one place in the form of the OCI distribution specification, "Error
 * codes".
 */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** ECR answers a missing or unknown login with plain text, the rest as JSON; HEAD never has a body. */
  answer(response: ServerResponse): void {
    const plain = this.code === '';
    const body = plain ? `${this.message}\n` : JSON.stringify({ errors: [{ code: this.code, message: this.message }] });
    const type = plain ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
    send(response, this.status, { 'content-type': type, ...this.headers }, body);
  }
}

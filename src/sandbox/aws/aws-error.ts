/** An AWS service's no, before it is put into the service's protocol. */
export class AwsError extends Error {
  /** The exception's name: `__type` in JSON 1.1, `<Code>` in the Query protocol. */
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

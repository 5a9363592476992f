import type { ChartDraft } from './chart-draft.ts';
import type { InjectionWish } from './injection-wish.ts';

/** What the vendor should know of a first user's password. */
export function tellOfPasswords(draft: ChartDraft, { delivery, parts }: InjectionWish): void {
  for (const part of parts) {
    if (part.kind !== 'first-user-password') continue;
    if (delivery === 'helm') {
      const message = `The Secret ${part.secret} gets a generated password. AWS Marketplace now wants no password logins in containers, not even with generated ones.`;
      const hint = 'Offer single sign-on where you can, and expect a question in the review.';
      const file = 'templates/awsmp-first-user-password.yaml';
      draft.finding({ code: 'chart-password-generated', severity: 'info', message, hint, file });
    } else {
      const message = `An EKS add-on makes no password: the Secret ${part.secret} with the key ${part.key} must be there before it is installed.`;
      const hint = 'Say so in the usage instructions, with the command that makes it.';
      draft.finding({ code: 'first-user-secret-needed', severity: 'info', message, hint, file: 'values.yaml' });
    }
  }
}

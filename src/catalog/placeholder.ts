/** `${NAME}`: what AWS Marketplace or EKS puts a value of the buyer's in place of. */
export function placeholder(name: string): string {
  return `\${${name}}`;
}

/** The service account that the product meters or checks licences under. */
export const serviceAccount = placeholder('AWSMP_SERVICE_ACCOUNT');

/** The secret that a licence lies in where there is no IAM: EKS-Anywhere. */
export const licenseSecret = placeholder('AWSMP_LICENSE_SECRET');

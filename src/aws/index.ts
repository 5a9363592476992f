export { licenseTokenCredentials } from './license-token-credentials.ts';
export { NetworkHandler } from './network-handler.ts';
export { SdkAwsGateway } from './sdk-aws-gateway.ts';
export { SdkLicenseService } from './sdk-license-service.ts';

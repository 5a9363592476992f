export { SdkAwsGateway, type SdkAwsOptions } from './sdk-aws-gateway.ts';

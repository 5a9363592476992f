export { SdkAwsGateway } from './sdk-aws-gateway.ts';

import { quote } from '#formats';
import type { ValueFault } from '../field-spec.ts';

/** Whether the text is an https address; the fault carries AWS's code. */
export function httpsFault(awsCode: string): (text: string) => ValueFault | undefined {
  return (text) => addressFault(text, ['https:'], awsCode);
}

/** Whether the text is an http or https address. */
export function webFault(awsCode: string): (text: string) => ValueFault | undefined {
  return (text) => addressFault(text, ['https:', 'http:'], awsCode);
}

/** Whether the text is an https address in Amazon S3: AWS takes media from nowhere else, but an S3 bucket may have a name of its own. */
export function storedFault(awsCode: string): (text: string) => ValueFault | undefined {
  return (text) => {
    const fault = addressFault(text, ['https:'], awsCode);
    if (fault || /^https:\/\/(?:[^/]+\.)?s3[.-][a-z0-9.-]*amazonaws\.com\//i.test(text)) return fault;
    const message = `${quote(text)} does not look like an address in Amazon S3.`;
    return { message, hint: 'Put it in a bucket that AWS Marketplace can read.', awsCode, isWarning: true };
  };
}

/** Whether the text is the address of a picture that AWS takes as a logo, in Amazon S3, as far as its ending tells. */
export function logoFault(text: string): ValueFault | undefined {
  const awsCode = 'INVALID_MEDIA';
  const fault = storedFault(awsCode)(text);
  const ending = /^https:\/\/[^/]+\/[^?#]*\.([a-z0-9]{2,5})(?=$|[?#])/i.exec(text)?.[1]?.toLowerCase();
  if (fault || ending === undefined || /^(?:png|jpe?g|gif)$/.test(ending)) return fault;
  const message = `AWS Marketplace takes no ${ending.toUpperCase()} as a logo.`;
  return { message, hint: 'Give it a PNG, a JPEG or a GIF.', awsCode, isWarning: true };
}

function addressFault(text: string, schemes: readonly string[], awsCode: string): ValueFault | undefined {
  const wanted = schemes.map((scheme) => `${scheme}//`).join(' or ');
  const scheme = schemes.find((each) => text.toLowerCase().startsWith(`${each}//`));
  if (scheme !== undefined && !/\s/.test(text) && URL.canParse(text)) return undefined;
  return { message: `${quote(text)} is no address that begins with ${wanted}.`, awsCode };
}

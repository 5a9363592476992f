import * as z from 'zod/mini';
import { codes } from '#problem';

/** A code in a plan or report. */
export const codeSchema = z.enum(Object.keys(codes) as [keyof typeof codes]);

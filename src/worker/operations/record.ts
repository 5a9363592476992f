import type { Operate } from '../operation.ts';

/** A record, if it is still kept. */
export const record: Operate<'record'> = ({ record: name }, { records }) => records.find(name);

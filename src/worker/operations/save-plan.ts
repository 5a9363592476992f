import { refuseReplacingOther } from '#jobs';
import { jsonText } from '#text';
import type { Operate } from '../operation.ts';

/** Saves a record's plan, for the command line's `mirror --plan`. */
export const savePlan: Operate<'savePlan'> = async ({ record, file }, { records, files }) => {
  const { plan } = await records.readPlan(record);
  await refuseReplacingOther(file, files);
  await files.write(file, `${jsonText(plan, 2)}\n`);
  return null;
};

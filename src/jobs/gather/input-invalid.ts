import { type Problem, ReleaseError } from '#problem';

/** Refuses files with errors; warnings go with it, because they may explain them. */
export function inputInvalid(problems: readonly Problem[]): ReleaseError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const names = [...new Set(errors.map(({ file }) => file))];
  const count = errors.length === 1 ? 'one error' : `${errors.length} errors`;
  const where = names.length === 1 ? names[0] : `${names.length} files`;
  return new ReleaseError('input-invalid', `There ${errors.length === 1 ? 'is' : 'are'} ${count} in ${where}`, {
    problems,
    // Variables, regions and accounts are those of a machine: a check of files does not know them.
    hint: 'Nothing was planned. Correct what is listed: a check shows offline what is wrong in the files, the doctor also what this machine lacks.',
  });
}

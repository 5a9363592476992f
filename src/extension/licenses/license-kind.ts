/** The first segment of the paths of documents of licences and grants. */
export const licenseKind = 'license';

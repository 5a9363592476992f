/** What a new marketplace.yaml says: all that is needed, and how to say what often is. */
export const settingsTemplate = `# Where this release goes, and how. The nearest marketplace.yaml, from a file's folder upward, governs it.
version: 1
target:
  registry: 709825985650.dkr.ecr.us-east-1.amazonaws.com # AWS Marketplace's own; or {account}.dkr.ecr.{region}.amazonaws.com
  prefix: your-seller-name # what AWS puts before the names of your repositories
  # account: "123456789012" # whose credentials have to be used; checked before anything is pushed
  # profile: seller         # the AWS profile that has them
  # platforms: [linux/amd64, linux/arm64]

# Vendors' names for your repositories; the first that fits counts.
# names:
#   - { from: docker.io/vendor/app-server, to: server }

# Registries that need more than docker's own login.
# registries:
#   registry.vendor.example:
#     username: robot
#     password: { env: VENDOR_TOKEN } # secrets never stand in this file

# The release files are found by these names; the image lists say which of a release's images are taken.
# files: { releases: "*release.json", images: "*images.txt" }
`;

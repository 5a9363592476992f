/** A tar archive with the file `a` ("zstd"), made by `zstd -19`. */
export const zstdFrame = Buffer.from(
  'KLUv/WQAJzUCAJJCCRGwNwd3TfgGT/KkCVspSwpIAZMs57zDdrQs5gsOgoh6r141ugUMIFAvMg74BV5JSAV4ZxgNMPxvpj0cgAMGBbCfVBtlxow7',
  'base64',
);
/** The same archive in two frames, each behind one that holds no data, as zstd:chunked and pzstd write them. */
export const zstdFrames = Buffer.from(
  'UCpNGAQAAABhYmNkKLUv/QRoFQIA4gIJD8BrDHa7fPAf12QRTr+ZKZaElsmY8x6SkHJgEGa2e//ejX9JCiDwNjYONJSSlAqwEBhwoPCDyQsuEDicnzAW6VBxB1AqTRgEAAAAYWJjZCi1L/0EaEUAAAgAAQBAhQdCaydJYQ==',
  'base64',
);
/** What `xz` makes of one byte. */
export const xzHeader = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAAeAAAAABFru+D+O4WCgABGQGlLIHMH7bzfQEAAAAABFla',
  'base64',
);
/** What `bzip2` makes of one byte. */
export const bzip2Header = Buffer.from('QlpoOTFBWSZTWXdLsBQAAAAAgABAIAAhGEaC7kinChIO6XYCgA==', 'base64');

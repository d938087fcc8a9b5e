/** What S3 tells of an object, as far as it is read here. Keys are encoded as in a form. */
export interface S3Event {
  readonly Records: readonly {
    readonly s3: {
      readonly bucket: { readonly name: string };
      readonly object: { readonly key: string; readonly eTag: string; readonly sequencer: string };
    };
  }[];
}

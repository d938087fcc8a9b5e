/** What travels through a batch, and where its objects lie. All names follow from the run and the place in the file: a step that runs again writes the same objects again. */
export interface Batch {
  /** The execution's name: everything that a run makes bears it. */
  readonly run: string;
  readonly bucket: string;
  /** The input file. */
  readonly key: string;
  /** Of the bytes that the run is about. */
  readonly etag: string;
  readonly delimiter: string;
  readonly chunkSize: number;
  /** Where the input file goes in the end. */
  readonly archiveKey: string;
  /** The input file as CopyObject names it. */
  readonly copySource: string;
}

/** A row with its place in the file: the first one after the header is number 1. */
export interface NumberedRow {
  readonly number: number;
  readonly row: Readonly<Record<string, string>>;
}

/** What came of some rows: each was either written or rejected. */
export interface Tally {
  readonly rows: number;
  readonly written: number;
  readonly rejected: number;
}

export const chunkKey = (run: string, chunk: string): string => `work/${run}/chunks/${chunk}.csv`;
export const partsPrefix = (run: string): string => `work/${run}/parts/`;
export const partKey = (run: string, part: string): string => `${partsPrefix(run)}${part}.csv`;
export const mergedKey = ({ run, key }: Pick<Batch, 'run' | 'key'>): string => `output/${run}/${fileName(key)}`;
export const errorReportKey = (run: string): string => `output/${run}/errors.csv`;

/** Names of one width: the order of the names is the order of the numbers. */
export const sortableName = (number: number): string => String(number).padStart(9, '0');

export const fileName = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

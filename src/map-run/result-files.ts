/**
 * The files of a ResultWriter: results of one status in `SUCCEEDED_0.json`, `SUCCEEDED_1.json` and so on, each written when it has grown
 * large enough. Memory holds one file of each status.
 */
import type { S3Objects } from './s3-objects.ts';

export type ResultStatus = 'FAILED' | 'PENDING' | 'SUCCEEDED';
export type OutputType = 'JSON' | 'JSONL';

export interface ResultFile {
  readonly Key: string;
  readonly Size: number;
}

export interface ResultFolder {
  readonly bucket: string;
  /** Begins the keys, with its slash. */
  readonly prefix: string;
  readonly outputType: OutputType;
}

const MAX_FILE_LENGTH = 8 * 1_048_576;

export class ResultFiles {
  readonly #objects: S3Objects;
  readonly #folder: ResultFolder;
  readonly #status: ResultStatus;
  readonly #files: ResultFile[] = [];
  #texts: string[] = [];
  #length = 0;

  constructor(objects: S3Objects, folder: ResultFolder, status: ResultStatus) {
    this.#objects = objects;
    this.#folder = folder;
    this.#status = status;
  }

  async add(text: string): Promise<void> {
    this.#texts.push(text);
    this.#length += text.length + 1;
    if (this.#length >= MAX_FILE_LENGTH) await this.#write();
  }

  async end(): Promise<readonly ResultFile[]> {
    if (this.#texts.length > 0) await this.#write();
    return this.#files;
  }

  async #write(): Promise<void> {
    const { bucket, prefix, outputType } = this.#folder;
    const isLines = outputType === 'JSONL';
    const Key = `${prefix}${this.#status}_${this.#files.length}.${isLines ? 'jsonl' : 'json'}`;
    const text = isLines ? `${this.#texts.join('\n')}\n` : `[${this.#texts.join(',')}]`;
    this.#texts = [];
    this.#length = 0;
    const body = Buffer.from(text);
    await this.#objects.put({ Bucket: bucket, Key }, body);
    this.#files.push({ Key, Size: body.length });
  }
}

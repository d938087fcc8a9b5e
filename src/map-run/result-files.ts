/**
 * The files of a ResultWriter: results of one status in `SUCCEEDED_0.json`, and in `SUCCEEDED_1.json` and so on what does not fit into the
 * file before. Memory holds one part of a file of each status, however large the files grow.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
import type { S3Objects, Upload } from './s3-objects.ts';

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

export interface ResultFileSizes {
  /** What is gathered before it is written, in characters. */
  readonly part: number;
  /** What a file holds before another one is begun, in bytes. */
  readonly file: number;
}

/** A part is larger than S3's smallest, and 10,000 of them hold more than a file. */
const SIZES: ResultFileSizes = { part: 8 * 1_048_576, file: 5 * 1_073_741_824 };

interface OpenFile {
  readonly Key: string;
  readonly upload: Upload;
  size: number;
}

export class ResultFiles {
  readonly #objects: S3Objects;
  readonly #folder: ResultFolder;
  readonly #status: ResultStatus;
  readonly #sizes: ResultFileSizes;
  readonly #files: ResultFile[] = [];
  #open: OpenFile | undefined;
  #texts: string[] = [];
  #length = 0;

  constructor(objects: S3Objects, folder: ResultFolder, status: ResultStatus, sizes = SIZES) {
    this.#objects = objects;
    this.#folder = folder;
    this.#status = status;
    this.#sizes = sizes;
  }

  async add(text: string): Promise<void> {
    this.#texts.push(text);
    this.#length += text.length + 1;
    if (this.#length >= this.#sizes.part) await this.#writePart();
  }

  async end(): Promise<readonly ResultFile[]> {
    if (this.#open) await this.#close();
    else if (this.#texts.length > 0) await this.#writeWhole();
    return this.#files;
  }

  /** After a failure: what was begun is given up. */
  async abort(): Promise<void> {
    await this.#open?.upload.abort();
    this.#open = undefined;
  }

  get #nextKey(): string {
    const { prefix, outputType } = this.#folder;
    return `${prefix}${this.#status}_${this.#files.length}.${outputType === 'JSONL' ? 'jsonl' : 'json'}`;
  }

  /** The results that were gathered, as they stand at the beginning of a file or further on in it. */
  #take(isFirst: boolean): string {
    const texts = this.#texts;
    this.#texts = [];
    this.#length = 0;
    if (texts.length === 0) return '';
    if (this.#folder.outputType === 'JSONL') return `${texts.join('\n')}\n`;
    return `${isFirst ? '[' : ','}${texts.join(',')}`;
  }

  get #ending(): string {
    return this.#folder.outputType === 'JSONL' ? '' : ']';
  }

  async #writeWhole(): Promise<void> {
    const Key = this.#nextKey;
    const body = Buffer.from(this.#take(true) + this.#ending);
    await this.#objects.put({ Bucket: this.#folder.bucket, Key }, body);
    this.#files.push({ Key, Size: body.length });
  }

  async #writePart(): Promise<void> {
    const open = this.#open ?? (await this.#begin());
    await this.#append(open, this.#take(open.size === 0));
    if (open.size >= this.#sizes.file) await this.#close();
  }

  async #begin(): Promise<OpenFile> {
    const Key = this.#nextKey;
    this.#open = { Key, upload: await this.#objects.beginUpload({ Bucket: this.#folder.bucket, Key }), size: 0 };
    return this.#open;
  }

  async #append(open: OpenFile, text: string): Promise<void> {
    if (text === '') return;
    const body = Buffer.from(text);
    await open.upload.add(body);
    open.size += body.length;
  }

  async #close(): Promise<void> {
    const open = this.#open!;
    await this.#append(open, this.#take(false) + this.#ending);
    await open.upload.complete();
    this.#files.push({ Key: open.Key, Size: open.size });
    this.#open = undefined;
  }
}

/** S3 for a contender that brings none: Stepwell's, in a process of its own that does nothing else. */
import { createReadStream, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startStepwell } from '../stepwell-server.mjs';

export async function openFiles(products) {
  const server = await startStepwell();
  await server.s3('PUT', '/batch');
  return { ...filesIn(server), ...(await putProducts(server, products)) };
}

async function putProducts(server, products) {
  await server.s3('PUT', '/batch/products.csv', createReadStream(products), lengthOf(products));
  return {
    pid: server.pid,
    environment: {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
    },
    close: () => server.close(),
  };
}

/** The input is in S3 before the clock runs; what came out is fetched after it stopped. */
export function filesIn(server) {
  return {
    put: (input) => server.s3('PUT', '/batch/input.csv', createReadStream(input), lengthOf(input)),
    async fetch(folder) {
      for (const file of ['merged.csv', 'errors.csv']) {
        writeFileSync(join(folder, file), await server.s3('GET', `/batch/${file}`));
      }
    },
  };
}

export const lengthOf = (file) => ({ 'content-length': String(statSync(file).size) });

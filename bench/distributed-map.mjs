/**
 * A distributed Map over the rows of a CSV file in S3, with EXPRESS children of one Pass state, results written to S3: what an item costs when
 * its work costs nothing. Run alone: `node bench/distributed-map.mjs [--prof FOLDER] [--items 100000] [--rounds 3]`.
 */
import { parseArgs } from 'node:util';
import { median } from './measure.mjs';
import { createMachine, rssMb, startStepwell } from './stepwell-server.mjs';

const machine = {
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      MaxConcurrency: 1_000,
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
        Parameters: { Bucket: 'bench', Key: 'items.csv' },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        StartAt: 'Pass',
        States: { Pass: { Type: 'Pass', End: true } },
      },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: { Bucket: 'bench', 'Prefix.$': "States.Format('results/{}', $$.Execution.Name)" },
      },
      End: true,
    },
  },
};

/** Items a second, and the most memory that the server held. */
export async function distributedMap({ items = 100_000, rounds = 1, nodeArgs } = {}) {
  const server = await startStepwell({ nodeArgs });
  try {
    await server.s3('PUT', '/bench');
    const rows = Array.from({ length: items }, (_, index) => `${index},item ${index},${index % 97}`);
    await server.s3('PUT', '/bench/items.csv', `id,name,amount\n${rows.join('\n')}\n`);
    const run = await createMachine(server, 'pass', machine);
    let peakMb = 0;
    const rates = [];
    for (let round = 0; round < rounds; round++) {
      const { startDate, stopDate, output } = await run({}, () => {
        peakMb = Math.max(peakMb, rssMb(server.pid));
      });
      rates.push(items / (stopDate - startDate));
      await checkResults(server, JSON.parse(output).ResultWriterDetails, items);
    }
    return { perSecond: median(rates), all: rates, peakMb };
  } finally {
    await server.close();
  }
}

/** Each item has its result, in order. */
async function checkResults(server, { Bucket, Key }, items) {
  const { ResultFiles } = JSON.parse((await server.s3('GET', `/${Bucket}/${Key}`)).toString('utf8'));
  let next = 0;
  for (const { Key: file } of ResultFiles.SUCCEEDED) {
    for (const { Output } of JSON.parse((await server.s3('GET', `/${Bucket}/${file}`)).toString('utf8'))) {
      if (JSON.parse(Output).id !== String(next)) throw new Error(`${Output} where item ${next} was expected`);
      next += 1;
    }
  }
  if (next !== items) throw new Error(`${next} results of ${items} items`);
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const { values } = parseArgs({
    options: {
      items: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '3' },
      prof: { type: 'string' },
    },
  });
  const nodeArgs = values.prof ? ['--cpu-prof', `--cpu-prof-dir=${values.prof}`] : [];
  const { perSecond, all, peakMb } = await distributedMap({
    items: Number(values.items),
    rounds: Number(values.rounds),
    nodeArgs,
  });
  console.log(`${Math.round(perSecond)} items/s (${all.map(Math.round).join(', ')}), ${Math.round(peakMb)} MB`);
}

/** Loads a list from a JSON file into the table: `npm run load -- lists/simple-list.json`. It replaces the list that is there. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { readConfig } from './lib/config.ts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Name the list to load: npm run load -- lists/simple-list.json');
  process.exit(2);
}
const values: unknown = JSON.parse(readFileSync(file, 'utf8'));
if (!Array.isArray(values)) {
  console.error(`${file} must hold a JSON array`);
  process.exit(2);
}
const { tableName, listId } = readConfig(process.cwd());
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
await table.send(new PutCommand({ TableName: tableName, Item: { id: listId, values } }));
console.log(`${values.length} items of ${file} are in the table ${tableName}, under the id '${listId}'`);

/**
 * A walk through each service with the AWS CLI: lines of a shell, and what they print. `$AWS_ENDPOINT_URL` and the rest of what `stepwell env` prints is all
 * that is set.
 */
export interface Walk {
  readonly service: string;
  /** Lines of bash; each fails the walk if its command fails. */
  readonly script: string;
  /** What the script prints, line by line: text, or a pattern. */
  readonly prints: readonly (string | RegExp)[];
}

const ACCOUNT = '000000000000';
const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`;

export const walks: readonly Walk[] = [
  {
    service: 's3',
    script: `
      aws s3 mb s3://walk
      printf 'hello' > hello.txt
      aws s3 cp hello.txt s3://walk/in/hello.txt --quiet
      aws s3 ls s3://walk/in/ | awk '{print $3, $4}'
      aws s3api put-object-tagging --bucket walk --key in/hello.txt --tagging 'TagSet=[{Key=a,Value=b}]'
      aws s3api get-object-tagging --bucket walk --key in/hello.txt --query 'TagSet[0].Value' --output text
      curl -fsS "$(aws s3 presign s3://walk/in/hello.txt)"; echo
      url=$(aws s3 presign s3://walk/in/hello.txt)
      curl -sS -o /dev/null -w '%{http_code}\\n' "\${url/hello.txt/other.txt}"
      aws s3 sync s3://walk back --quiet && cat back/in/hello.txt && echo
      aws s3 rb s3://walk --force | tail -1
      aws s3api head-bucket --bucket walk 2>&1 | tail -1 || true`,
    prints: [
      'make_bucket: walk',
      '5 hello.txt',
      'b',
      'hello',
      '403',
      'hello',
      'remove_bucket: walk',
      /404.*HeadBucket/,
    ],
  },
  {
    service: 'sqs',
    script: `
      url=$(sqs create-queue --queue-name walk --query QueueUrl --output text)
      sqs send-message --queue-url "$url" --message-body hello --query MD5OfMessageBody --output text
      sqs get-queue-attributes --queue-url "$url" --attribute-names All --query Attributes.ApproximateNumberOfMessages --output text
      receipt=$(sqs receive-message --queue-url "$url" --wait-time-seconds 2 --query 'Messages[0].ReceiptHandle' --output text)
      sqs delete-message --queue-url "$url" --receipt-handle "$receipt"
      sqs get-queue-url --queue-name walk --output text
      sqs delete-queue --queue-url "$url"
      sqs get-queue-url --queue-name walk 2>&1 | tail -1 || true`,
    prints: ['5d41402abc4b2a76b9719d911017c592', '1', new RegExp(`^http://.*/${ACCOUNT}/walk$`), /NonExistentQueue/],
  },
  {
    service: 'sns',
    script: `
      topic=$(aws sns create-topic --name walk --query TopicArn --output text); echo "$topic"
      url=$(sqs create-queue --queue-name hears --query QueueUrl --output text)
      aws sns subscribe --topic-arn "$topic" --protocol sqs --notification-endpoint ${arn('sqs', 'hears')} \\
        --attributes '{"RawMessageDelivery":"true","FilterPolicy":"{\\"kind\\":[\\"wanted\\"]}"}' > /dev/null
      aws sns publish --topic-arn "$topic" --message no > /dev/null
      aws sns publish --topic-arn "$topic" --message yes --message-attributes '{"kind":{"DataType":"String","StringValue":"wanted"}}' > /dev/null
      sqs receive-message --queue-url "$url" --wait-time-seconds 5 --query 'Messages[].Body' --output text
      aws sns list-subscriptions-by-topic --topic-arn "$topic" --query 'Subscriptions[0].Protocol' --output text
      aws sns delete-topic --topic-arn "$topic"
      aws sns publish --topic-arn "$topic" --message x 2>&1 | tail -1 || true`,
    prints: [arn('sns', 'walk'), 'yes', 'sqs', /NotFound.*Topic does not exist/],
  },
  {
    service: 'dynamodb',
    script: `
      aws dynamodb create-table --table-name walk --attribute-definitions AttributeName=id,AttributeType=S \\
        --key-schema AttributeName=id,KeyType=HASH --billing-mode PAY_PER_REQUEST --query TableDescription.TableName --output text
      aws dynamodb wait table-exists --table-name walk
      aws dynamodb put-item --table-name walk --item '{"id":{"S":"a"},"n":{"N":"1"}}'
      aws dynamodb update-item --table-name walk --key '{"id":{"S":"a"}}' --update-expression 'ADD n :one' \\
        --expression-attribute-values '{":one":{"N":"1"}}' --return-values ALL_NEW --query Attributes.n.N --output text
      aws dynamodb scan --table-name walk --query Count --output text
      aws dynamodb put-item --table-name walk --item '{"id":{"S":"a"}}' --condition-expression 'attribute_not_exists(id)' 2>&1 | tail -1 || true
      aws dynamodb delete-table --table-name walk --query TableDescription.TableStatus --output text`,
    prints: ['walk', '2', '1', /ConditionalCheckFailedException.*The conditional request failed/, 'DELETING'],
  },
  {
    service: 'events',
    script: `
      aws events put-rule --name walk --event-pattern '{"source":["walk"]}' --query RuleArn --output text
      url=$(sqs create-queue --queue-name events --query QueueUrl --output text)
      aws events put-targets --rule walk --targets 'Id=q,Arn=${arn('sqs', 'events')},InputPath=$.detail.x' --query FailedEntryCount --output text
      aws events put-events --entries '[{"Source":"walk","DetailType":"t","Detail":"{\\"x\\":7}"}]' --query FailedEntryCount --output text
      sqs receive-message --queue-url "$url" --wait-time-seconds 5 --query 'Messages[].Body' --output text
      aws events remove-targets --rule walk --ids q > /dev/null
      aws events delete-rule --name walk
      aws events describe-rule --name walk 2>&1 | tail -1 || true`,
    prints: [arn('events', 'rule/walk'), '0', '0', '7', /ResourceNotFoundException.*Rule walk does not exist/],
  },
  {
    service: 'logs',
    script: `
      aws logs create-log-group --log-group-name /walk
      aws logs create-log-stream --log-group-name /walk --log-stream-name s
      now=$(date +%s000)
      aws logs put-log-events --log-group-name /walk --log-stream-name s --log-events "timestamp=$now,message=hello" "timestamp=$now,message=world" > /dev/null
      aws logs get-log-events --log-group-name /walk --log-stream-name s --query 'events[].message' --output text
      aws logs filter-log-events --log-group-name /walk --filter-pattern world --query 'events[].message' --output text
      aws logs put-retention-policy --log-group-name /walk --retention-in-days 7
      aws logs describe-log-groups --log-group-name-prefix /walk --query 'logGroups[0].retentionInDays' --output text
      aws logs delete-log-group --log-group-name /walk
      aws logs describe-log-streams --log-group-name /walk 2>&1 | tail -1 || true`,
    prints: ['hello\tworld', 'world', '7', /ResourceNotFoundException.*The specified log group does not exist/],
  },
  {
    service: 'lambda',
    script: `
      echo 'exports.handler = async (event) => ({ got: event.n });' > index.js
      python3 -c "import zipfile; zipfile.ZipFile('f.zip', 'w').write('index.js')"
      aws lambda create-function --function-name walk --runtime nodejs20.x --handler index.handler --zip-file fileb://f.zip \\
        --role arn:aws:iam::${ACCOUNT}:role/walk --query FunctionArn --output text
      aws lambda wait function-active --function-name walk
      aws lambda invoke --function-name walk --payload '{"n":3}' out.json --query StatusCode --output text
      cat out.json; echo
      aws lambda publish-version --function-name walk --query Version --output text
      aws lambda create-alias --function-name walk --name live --function-version 1 --query Name --output text
      aws lambda put-function-event-invoke-config --function-name walk --maximum-retry-attempts 0 --query MaximumRetryAttempts --output text
      sqs create-queue --queue-name feeds > /dev/null
      id=$(aws lambda create-event-source-mapping --function-name walk --event-source-arn ${arn('sqs', 'feeds')} --query UUID --output text)
      aws lambda get-event-source-mapping --uuid "$id" --query BatchSize --output text
      aws lambda delete-event-source-mapping --uuid "$id" > /dev/null
      aws lambda delete-function --function-name walk > /dev/null
      aws lambda get-function --function-name walk 2>&1 | tail -1 || true`,
    prints: [
      arn('lambda', 'function:walk'),
      '200',
      '{"got":3}',
      '1',
      'live',
      '0',
      '10',
      new RegExp(`ResourceNotFoundException.*Function not found: ${arn('lambda', 'function:walk')}`),
    ],
  },
  {
    service: 'iam',
    script: `
      trust='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"states.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
      aws iam create-role --role-name walk --assume-role-policy-document "$trust" --query Role.Arn --output text
      aws iam put-role-policy --role-name walk --policy-name inline --policy-document "$trust"
      aws iam get-role-policy --role-name walk --policy-name inline --query 'PolicyDocument.Statement[0].Effect' --output text
      policy=$(aws iam create-policy --policy-name walk --policy-document "$trust" --query Policy.Arn --output text)
      aws iam attach-role-policy --role-name walk --policy-arn "$policy"
      aws iam list-attached-role-policies --role-name walk --query 'AttachedPolicies[].PolicyName' --output text
      aws iam delete-role --role-name walk 2>&1 | tail -1 || true
      aws iam detach-role-policy --role-name walk --policy-arn "$policy"
      aws iam delete-role-policy --role-name walk --policy-name inline
      aws iam delete-role --role-name walk
      aws iam get-role --role-name walk 2>&1 | tail -1 || true`,
    prints: [`arn:aws:iam::${ACCOUNT}:role/walk`, 'Allow', 'walk', /DeleteConflict/, /NoSuchEntity.*walk/],
  },
  {
    service: 'sts',
    script: `
      aws sts get-caller-identity --query Account --output text
      aws sts assume-role --role-arn arn:aws:iam::${ACCOUNT}:role/walk --role-session-name someone --query AssumedRoleUser.Arn --output text`,
    prints: [ACCOUNT, `arn:aws:sts::${ACCOUNT}:assumed-role/walk/someone`],
  },
  {
    service: 'kms',
    script: `
      key=$(aws kms create-key --query KeyMetadata.KeyId --output text)
      aws kms create-alias --alias-name alias/walk --target-key-id "$key"
      printf 'hello' > plain
      aws kms encrypt --key-id alias/walk --plaintext fileb://plain --query CiphertextBlob --output text | base64 -d > sealed
      aws kms decrypt --ciphertext-blob fileb://sealed --query Plaintext --output text | base64 -d; echo
      aws kms schedule-key-deletion --key-id "$key" --pending-window-in-days 7 --query KeyState --output text
      aws kms encrypt --key-id alias/walk --plaintext fileb://plain 2>&1 | tail -1 || true`,
    prints: ['hello', 'PendingDeletion', /KMSInvalidStateException.*pending deletion/],
  },
  {
    service: 'ssm',
    script: `
      aws ssm put-parameter --name /walk/a --type String --value 1 --query Version --output text
      aws ssm put-parameter --name /walk/b --type SecureString --value secret > /dev/null
      aws ssm get-parameter --name /walk/b --with-decryption --query Parameter.Value --output text
      aws ssm get-parameters-by-path --path /walk --query 'Parameters[].Name' --output text
      aws ssm delete-parameter --name /walk/a
      aws ssm get-parameter --name /walk/a 2>&1 | tail -1 || true`,
    prints: ['1', 'secret', '/walk/a\t/walk/b', /ParameterNotFound/],
  },
  {
    service: 'secretsmanager',
    script: `
      aws secretsmanager create-secret --name walk --secret-string '{"a":1}' --query Name --output text
      aws secretsmanager put-secret-value --secret-id walk --secret-string '{"a":2}' > /dev/null
      aws secretsmanager get-secret-value --secret-id walk --query SecretString --output text
      aws secretsmanager get-secret-value --secret-id walk --version-stage AWSPREVIOUS --query SecretString --output text
      aws secretsmanager delete-secret --secret-id walk --force-delete-without-recovery --query Name --output text
      aws secretsmanager get-secret-value --secret-id walk 2>&1 | tail -1 || true`,
    prints: ['walk', '{"a":2}', '{"a":1}', 'walk', /ResourceNotFoundException.*can't find the specified secret/],
  },
  {
    service: 'ses',
    script: `
      aws ses verify-email-identity --email-address me@example.com
      aws ses get-identity-verification-attributes --identities me@example.com --query 'VerificationAttributes.*.VerificationStatus' --output text
      id=$(aws ses send-email --from me@example.com --to you@example.org --subject Hi --text 'Good day' --query MessageId --output text)
      curl -fsS "$AWS_ENDPOINT_URL/_stepwell/mail/$id" | python3 -c 'import json, sys; print(json.load(sys.stdin)["subject"])'
      aws ses send-email --from other@example.com --to you@example.org --subject Hi --text x 2>&1 | tail -1 || true`,
    prints: ['Success', 'Hi', /MessageRejected.*Email address is not verified/],
  },
  {
    service: 'sesv2',
    script: `
      aws sesv2 create-email-identity --email-identity walk.example --query IdentityType --output text
      aws sesv2 create-email-template --template-name walk --template-content '{"Subject":"Hello {{name}}","Text":"x"}'
      id=$(aws sesv2 send-email --from-email-address me@walk.example --destination ToAddresses=you@example.org \\
        --content '{"Template":{"TemplateName":"walk","TemplateData":"{\\"name\\":\\"Ada\\"}"}}' --query MessageId --output text)
      curl -fsS "$AWS_ENDPOINT_URL/_stepwell/mail/$id" | python3 -c 'import json, sys; print(json.load(sys.stdin)["subject"])'
      aws sesv2 get-email-identity --email-identity none.example 2>&1 | tail -1 || true`,
    prints: ['DOMAIN', 'Hello Ada', /NotFoundException/],
  },
  {
    service: 'apigateway',
    script: `
      api=$(aws apigateway create-rest-api --name walk --query id --output text)
      root=$(aws apigateway get-resources --rest-api-id "$api" --query 'items[0].id' --output text)
      aws apigateway put-method --rest-api-id "$api" --resource-id "$root" --http-method GET --authorization-type NONE > /dev/null
      aws apigateway put-integration --rest-api-id "$api" --resource-id "$root" --http-method GET --type MOCK \\
        --request-templates '{"application/json":"{\\"statusCode\\":200}"}' > /dev/null
      aws apigateway put-method-response --rest-api-id "$api" --resource-id "$root" --http-method GET --status-code 200 > /dev/null
      aws apigateway put-integration-response --rest-api-id "$api" --resource-id "$root" --http-method GET --status-code 200 \\
        --response-templates '{"application/json":"{\\"walked\\":true}"}' > /dev/null
      aws apigateway create-deployment --rest-api-id "$api" --stage-name dev --query id --output text > /dev/null
      curl -fsS "$AWS_ENDPOINT_URL/restapis/$api/dev/_user_request_/"; echo
      aws apigateway delete-rest-api --rest-api-id "$api"
      aws apigateway get-rest-api --rest-api-id "$api" 2>&1 | tail -1 || true`,
    prints: ['{"walked":true}', /NotFoundException.*Invalid API identifier/],
  },
  {
    service: 'apigatewayv2',
    script: `
      api=$(aws apigatewayv2 create-api --name walk --protocol-type HTTP --query ApiId --output text)
      echo 'exports.handler = async () => ({ walked: true });' > index.js
      python3 -c "import zipfile; zipfile.ZipFile('f.zip', 'w').write('index.js')"
      aws lambda create-function --function-name answers --runtime nodejs20.x --handler index.handler --zip-file fileb://f.zip \\
        --role arn:aws:iam::${ACCOUNT}:role/walk > /dev/null
      integration=$(aws apigatewayv2 create-integration --api-id "$api" --integration-type AWS_PROXY --payload-format-version 2.0 \\
        --integration-uri ${arn('lambda', 'function:answers')} --query IntegrationId --output text)
      aws apigatewayv2 create-route --api-id "$api" --route-key 'GET /' --target "integrations/$integration" > /dev/null
      aws apigatewayv2 create-stage --api-id "$api" --stage-name '$default' --auto-deploy > /dev/null
      curl -fsS "$AWS_ENDPOINT_URL/_stepwell/apis/$api/"; echo
      aws apigatewayv2 delete-api --api-id "$api"
      aws apigatewayv2 get-api --api-id "$api" 2>&1 | tail -1 || true`,
    prints: ['{"walked":true}', /NotFoundException.*Invalid API identifier/],
  },
  {
    service: 'stepfunctions',
    script: `
      arn=$(aws stepfunctions create-state-machine --name walk --role-arn arn:aws:iam::${ACCOUNT}:role/walk --query stateMachineArn --output text \\
        --definition '{"StartAt":"P","States":{"P":{"Type":"Pass","Result":7,"End":true}}}'); echo "$arn"
      execution=$(aws stepfunctions start-execution --state-machine-arn "$arn" --name e --query executionArn --output text)
      until [ "$(aws stepfunctions describe-execution --execution-arn "$execution" --query status --output text)" != RUNNING ]; do :; done
      aws stepfunctions describe-execution --execution-arn "$execution" --query output --output text
      aws stepfunctions get-execution-history --execution-arn "$execution" --query 'events[].type' --output text
      aws stepfunctions delete-state-machine --state-machine-arn "$arn"
      aws stepfunctions start-execution --state-machine-arn "$arn" 2>&1 | tail -1 || true`,
    prints: [
      arn('states', 'stateMachine:walk'),
      '7',
      'ExecutionStarted\tPassStateEntered\tPassStateExited\tExecutionSucceeded',
      /StateMachineDoesNotExist|StateMachineDeleting/,
    ],
  },
];

/** Both versions of SES with the official clients, the mailbox that they fill, and delivery to a real SMTP server. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as v1 from '@aws-sdk/client-ses';
import * as v2 from '@aws-sdk/client-sesv2';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

let server: RestartableServer;
let ses: v1.SESClient;
let ses2: v2.SESv2Client;

beforeAll(async () => {
  server = await startServer();
  ses = new v1.SESClient(server.clientConfiguration);
  ses2 = new v2.SESv2Client(server.clientConfiguration);
  await ses.send(new v1.VerifyEmailIdentityCommand({ EmailAddress: 'sender@example.com' }));
});

afterAll(async () => {
  ses.destroy();
  ses2.destroy();
  await server.stop();
});

// biome-ignore lint/suspicious/noExplicitAny: answers are JSON.
async function own(path: string, init?: RequestInit): Promise<any> {
  return (await fetch(`${server.url}/_stepwell/mail${path}`, init)).json();
}

function simple(more: Partial<v1.SendEmailCommandInput> = {}): v1.SendEmailCommand {
  return new v1.SendEmailCommand({
    Source: 'sender@example.com',
    Destination: { ToAddresses: ['Zoë <zoe@example.org>'], BccAddresses: ['hidden@example.org'] },
    Message: {
      Subject: { Data: 'Grüße – one' },
      Body: { Text: { Data: 'Héllo\nworld' }, Html: { Data: '<p>Héllo</p>' } },
    },
    ...more,
  });
}

describe('mail that was sent', () => {
  test('is a MIME message that can be read from the mailbox', async () => {
    const { MessageId } = await ses.send(simple({ Tags: [{ Name: 'kind', Value: 'greeting' }] }));
    const mail = await own(`/${MessageId}`);
    expect(mail).toMatchObject({
      id: MessageId,
      source: 'ses',
      envelope: { from: 'sender@example.com', to: ['zoe@example.org', 'hidden@example.org'] },
      from: 'sender@example.com',
      to: ['Zoë <zoe@example.org>'],
      subject: 'Grüße – one',
      text: 'Héllo\nworld\n',
      html: expect.stringContaining('<p>Héllo</p>'),
      tags: { kind: 'greeting' },
      delivery: { status: 'KEPT', attempts: 0 },
      headers: { 'message-id': `<${MessageId}@email.amazonses.com>`, 'mime-version': '1.0' },
      attachments: [],
    });
    const raw = await fetch(`${server.url}/_stepwell/mail/${MessageId}/raw`);
    expect(raw.headers.get('content-type')).toBe('message/rfc822');
    const text = await raw.text();
    expect(text).toContain('multipart/alternative');
    expect(text.toLowerCase()).not.toContain('hidden@');
  });

  test('is listed by recipient, sender, subject and time, in pages', async () => {
    const startMs = Date.now();
    for (const number of [1, 2, 3]) {
      await ses.send(
        simple({
          Destination: { ToAddresses: [`page${number}@example.org`] },
          Message: { Subject: { Data: `Page ${number}` }, Body: { Text: { Data: 'x' } } },
        }),
      );
    }
    const subjects = async (query: string) => (await own(query)).mails.map((mail: { subject: string }) => mail.subject);
    expect(await subjects('?to=PAGE2@example.org')).toEqual(['Page 2']);
    expect(await subjects('?subject=page&from=sender@')).toEqual(['Page 1', 'Page 2', 'Page 3']);
    expect(await subjects(`?subject=page&since=${Date.now() + 60_000}`)).toEqual([]);
    expect(await subjects(`?since=${new Date(startMs).toISOString()}`)).toEqual(['Page 1', 'Page 2', 'Page 3']);
    const first = await own('?subject=page&limit=2');
    expect(first.mails).toHaveLength(2);
    const second = await own(`?subject=page&limit=2&after=${first.next}`);
    expect(second.mails.map((mail: { subject: string }) => mail.subject)).toEqual(['Page 3']);
    expect(second.next).toBeUndefined();
    expect((await fetch(`${server.url}/_stepwell/mail?limit=x`)).status).toBe(400);
    expect((await fetch(`${server.url}/_stepwell/mail?since=tomorrow`)).status).toBe(400);
    const { id } = second.mails[0];
    expect(await own(`/${id}`, { method: 'DELETE' })).toEqual({ deleted: id });
    expect((await fetch(`${server.url}/_stepwell/mail/${id}`)).status).toBe(404);
    expect((await fetch(`${server.url}/_stepwell/mail/${id}/raw`)).status).toBe(404);
    expect((await fetch(`${server.url}/_stepwell/mail/${id}`, { method: 'DELETE' })).status).toBe(404);
  });

  test('keeps what its sender composed: headers, parts and attachments', async () => {
    const attachment = Buffer.from([0, 1, 2, 253, 254, 255]).toString('base64');
    const raw = [
      'From: =?UTF-8?Q?Jos=C3=A9?= <sender@example.com>',
      'To: a@example.org,',
      ' b@example.org',
      'Bcc: secret@example.org',
      'Subject: Raw',
      'Message-ID: <mine@example.com>',
      'Content-Type: multipart/mixed; boundary=XX',
      '',
      '--XX',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Dear all',
      '--XX',
      'Content-Type: application/octet-stream; name=a.bin',
      'Content-Disposition: attachment; filename=a.bin',
      'Content-Transfer-Encoding: base64',
      '',
      attachment,
      '--XX--',
      '',
    ].join('\r\n');
    const { MessageId } = await ses.send(new v1.SendRawEmailCommand({ RawMessage: { Data: Buffer.from(raw) } }));
    const mail = await own(`/${MessageId}`);
    expect(mail).toMatchObject({
      envelope: { from: 'sender@example.com', to: ['a@example.org', 'b@example.org', 'secret@example.org'] },
      from: 'José <sender@example.com>',
      text: expect.stringContaining('Dear all'),
      attachments: [{ filename: 'a.bin', bytes: 6, content: attachment }],
      headers: { 'message-id': `<${MessageId}@email.amazonses.com>`, date: expect.any(String) },
    });
    expect(await (await fetch(`${server.url}/_stepwell/mail/${MessageId}/raw`)).text()).not.toContain('secret@');
  });

  test('survives a restart, large messages too', async () => {
    const large = 'Grüße '.repeat(40_000);
    const { MessageId } = await ses.send(
      simple({ Message: { Subject: { Data: 'Large' }, Body: { Text: { Data: large } } } }),
    );
    await server.restart();
    expect((await own(`/${MessageId}`)).text.trim()).toBe(large.trim());
    expect(await refusal(ses.send(simple()))).toBe('no error');
    await own(`/${MessageId}`, { method: 'DELETE' });
    expect((await fetch(`${server.url}/_stepwell/mail/${MessageId}/raw`)).status).toBe(404);
  });
});

describe('identities', () => {
  const REJECTED =
    'MessageRejected: Email address is not verified. The following identities failed the check in region US-EAST-1: ';

  test('only verified senders may send', async () => {
    expect(await refusal(ses.send(simple({ Source: 'other@example.com' })))).toBe(`${REJECTED}other@example.com`);
    expect(await refusal(ses.send(simple({ Source: 'sender+label@example.com' })))).toBe('no error');
    await ses.send(new v1.VerifyDomainIdentityCommand({ Domain: 'Corp.Example' }));
    expect(await refusal(ses.send(simple({ Source: 'Me <me@mail.corp.example>' })))).toBe('no error');
    expect(await refusal(ses.send(simple({ Source: 'me@notcorp.example' })))).toBe(`${REJECTED}me@notcorp.example`);
    const raw = Buffer.from('From: x@elsewhere.example\r\nTo: y@example.org\r\n\r\nHi');
    const command = new v1.SendRawEmailCommand({ Source: 'sender@example.com', RawMessage: { Data: raw } });
    expect(await refusal(ses.send(command))).toBe(`${REJECTED}x@elsewhere.example`);
    await ses.send(new v1.DeleteIdentityCommand({ Identity: 'corp.example' }));
    expect(await refusal(ses.send(simple({ Source: 'me@corp.example' })))).toBe(`${REJECTED}me@corp.example`);
  });

  test('both versions see the same ones', async () => {
    const created = await ses2.send(new v2.CreateEmailIdentityCommand({ EmailIdentity: 'shared.example' }));
    expect(created).toMatchObject({ IdentityType: 'DOMAIN', VerifiedForSendingStatus: true });
    expect(await refusal(ses2.send(new v2.CreateEmailIdentityCommand({ EmailIdentity: 'shared.example' })))).toBe(
      'AlreadyExistsException: Email identity shared.example already exist.',
    );
    const { Identities } = await ses.send(new v1.ListIdentitiesCommand({ IdentityType: 'Domain' }));
    expect(Identities).toContain('shared.example');
    const { VerificationAttributes } = await ses.send(
      new v1.GetIdentityVerificationAttributesCommand({ Identities: ['shared.example', 'unknown.example'] }),
    );
    expect(VerificationAttributes).toEqual({
      'shared.example': { VerificationStatus: 'Success', VerificationToken: expect.any(String) },
    });
    const { EmailIdentities } = await ses2.send(new v2.ListEmailIdentitiesCommand({ PageSize: 1 }));
    expect(EmailIdentities).toHaveLength(1);
    await ses2.send(new v2.DeleteEmailIdentityCommand({ EmailIdentity: 'shared.example' }));
    expect(await refusal(ses2.send(new v2.GetEmailIdentityCommand({ EmailIdentity: 'shared.example' })))).toBe(
      'NotFoundException: Email identity shared.example does not exist.',
    );
  });
});

describe('templates', () => {
  const Template = {
    TemplateName: 'report',
    SubjectPart: 'Report for {{name}}',
    TextPart: '{{#if ok}}passed{{else}}failed{{/if}}:{{#each checks}} {{name}}={{value}}{{/each}}',
    HtmlPart: '<b>{{name}}</b>',
  };

  test('are rendered with the data of the mail', async () => {
    await ses.send(new v1.CreateTemplateCommand({ Template }));
    expect(await refusal(ses.send(new v1.CreateTemplateCommand({ Template })))).toMatch(
      /^AlreadyExistsException: Template report already exists for account id 0{12}$/,
    );
    const data = {
      name: 'A & <B>',
      ok: false,
      checks: [
        { name: 'range', value: 1 },
        { name: 'drift', value: 2 },
      ],
    };
    const { MessageId } = await ses.send(
      new v1.SendTemplatedEmailCommand({
        Source: 'sender@example.com',
        Destination: { ToAddresses: ['to@example.org'] },
        Template: 'report',
        TemplateData: JSON.stringify(data),
      }),
    );
    expect(await own(`/${MessageId}`)).toMatchObject({
      subject: 'Report for A & <B>',
      text: 'failed: range=1 drift=2\n',
      html: expect.stringContaining('<b>A & <B></b>'),
    });
  });

  test('that cannot be rendered leave a mail that says so and is not sent', async () => {
    const { MessageId } = await ses.send(
      new v1.SendTemplatedEmailCommand({
        Source: 'sender@example.com',
        Destination: { ToAddresses: ['to@example.org'] },
        Template: 'report',
        TemplateData: '{"ok":true,"checks":[]}',
      }),
    );
    expect((await own(`/${MessageId}`)).delivery).toEqual({
      status: 'NOT_SENT',
      attempts: 0,
      lastError: "Attribute 'name' is not present in the rendering data.",
    });
  });

  test('can be tried', async () => {
    const render = (TemplateData: string, TemplateName = 'report') =>
      ses.send(new v1.TestRenderTemplateCommand({ TemplateName, TemplateData }));
    const { RenderedTemplate } = await render('{"name":"Ann","ok":true,"checks":[]}');
    expect(RenderedTemplate).toContain('Subject: Report for Ann');
    expect(RenderedTemplate).toContain('passed:');
    expect(await refusal(render('{"ok":true,"checks":[]}'))).toBe(
      "MissingRenderingAttributeException: Attribute 'name' is not present in the rendering data.",
    );
    expect(await refusal(render('no json'))).toBe(
      'InvalidRenderingParameterException: Template rendering data is invalid',
    );
    expect(await refusal(render('{}', 'none'))).toBe('TemplateDoesNotExistException: Template none does not exist');
  });

  test('serve many recipients', async () => {
    const { Status } = await ses.send(
      new v1.SendBulkTemplatedEmailCommand({
        Source: 'sender@example.com',
        Template: 'report',
        DefaultTemplateData: '{"name":"you","ok":true,"checks":[]}',
        Destinations: [
          { Destination: { ToAddresses: ['b1@example.org'] } },
          { Destination: { ToAddresses: ['b2@example.org'] }, ReplacementTemplateData: '{"name":"Bo"}' },
          { Destination: { ToAddresses: ['no address'] } },
        ],
      }),
    );
    expect(Status?.map((one) => one.Status)).toEqual(['Success', 'Success', 'InvalidParameterValue']);
    const mails = await Promise.all(Status!.slice(0, 2).map((one) => own(`/${one.MessageId}`)));
    expect(mails.map((mail) => mail.subject)).toEqual(['Report for you', 'Report for Bo']);
    const bulk = await ses2.send(
      new v2.SendBulkEmailCommand({
        FromEmailAddress: 'sender@example.com',
        DefaultContent: { Template: { TemplateName: 'report', TemplateData: '{"name":"x","ok":true,"checks":[]}' } },
        BulkEmailEntries: [{ Destination: { ToAddresses: ['c@example.org'] } }],
      }),
    );
    expect(bulk.BulkEmailEntryResults).toEqual([{ Status: 'SUCCESS', MessageId: expect.any(String) }]);
  });

  test('belong to both versions', async () => {
    const { TemplateContent } = await ses2.send(new v2.GetEmailTemplateCommand({ TemplateName: 'report' }));
    expect(TemplateContent?.Subject).toBe('Report for {{name}}');
    const update = { TemplateName: 'report', TemplateContent: { Subject: 'New', Text: 'text' } };
    await ses2.send(new v2.UpdateEmailTemplateCommand(update));
    const { Template: updated } = await ses.send(new v1.GetTemplateCommand({ TemplateName: 'report' }));
    expect(updated).toEqual({ TemplateName: 'report', SubjectPart: 'New', TextPart: 'text' });
    const broken = { TemplateName: 'broken', TemplateContent: { Subject: '{{#if x}}', Text: 't' } };
    expect(await refusal(ses2.send(new v2.CreateEmailTemplateCommand(broken)))).toMatch(/^BadRequestException: /);
    await ses.send(new v1.DeleteTemplateCommand({ TemplateName: 'report' }));
    expect(await refusal(ses2.send(new v2.GetEmailTemplateCommand({ TemplateName: 'report' })))).toBe(
      'NotFoundException: Template report does not exist',
    );
  });
});

describe('version 2', () => {
  test('sends simple and raw mail, with headers and attachments', async () => {
    const { MessageId } = await ses2.send(
      new v2.SendEmailCommand({
        FromEmailAddress: 'Me <sender@example.com>',
        Destination: { ToAddresses: ['v2@example.org'] },
        ReplyToAddresses: ['reply@example.com'],
        Content: {
          Simple: {
            Subject: { Data: 'V2' },
            Body: { Html: { Data: '<i>hi</i>' } },
            Headers: [{ Name: 'X-Run', Value: '7' }],
            Attachments: [{ FileName: 'r.csv', RawContent: Buffer.from('a,b\n1,2\n'), ContentType: 'text/csv' }],
          },
        },
      }),
    );
    const mail = await own(`/${MessageId}`);
    expect(mail.headers).toMatchObject({ 'x-run': '7', 'reply-to': 'reply@example.com' });
    expect(mail.attachments).toMatchObject([{ filename: 'r.csv', contentType: 'text/csv', bytes: 8 }]);
    const Raw = { Data: Buffer.from('From: sender@example.com\nTo: r@example.org\nSubject: Bare\n\nbody\n') };
    const raw = await ses2.send(new v2.SendEmailCommand({ Content: { Raw } }));
    expect(await own(`/${raw.MessageId}`)).toMatchObject({ subject: 'Bare', text: 'body\n' });
  });

  test('tells about the account', async () => {
    for (let sent = 0; sent < 6; sent++) await ses.send(simple());
    const account = await ses2.send(new v2.GetAccountCommand({}));
    expect(account).toMatchObject({ SendingEnabled: true, ProductionAccessEnabled: true });
    expect(account.SendQuota?.SentLast24Hours).toBeGreaterThan(5);
    const { SendDataPoints } = await ses.send(new v1.GetSendStatisticsCommand({}));
    // A point for each quarter of an hour: there are two if the quarter ends in the middle of this file.
    const attempts = (SendDataPoints ?? []).reduce((sum, point) => sum + (point.DeliveryAttempts ?? 0), 0);
    expect(attempts).toBeGreaterThan(5);
  });

  test('records configuration sets', async () => {
    await ses2.send(new v2.CreateConfigurationSetCommand({ ConfigurationSetName: 'cs' }));
    expect(await refusal(ses.send(simple({ ConfigurationSetName: 'cs' })))).toBe('no error');
    expect(await refusal(ses.send(simple({ ConfigurationSetName: 'none' })))).toBe(
      'ConfigurationSetDoesNotExistException: Configuration set <none> does not exist.',
    );
    await ses.send(new v1.DeleteConfigurationSetCommand({ ConfigurationSetName: 'cs' }));
    expect(await refusal(ses2.send(new v2.GetConfigurationSetCommand({ ConfigurationSetName: 'cs' })))).toBe(
      'NotFoundException: Configuration set <cs> does not exist.',
    );
  });
});

test.each<[name: string, more: Partial<v1.SendEmailCommandInput>, message: string]>([
  ['no recipient', { Destination: { ToAddresses: [] } }, "InvalidParameterValue: Empty required header 'To'."],
  ['no domain', { Destination: { ToAddresses: ['zoe'] } }, "InvalidParameterValue: Missing final '@domain'"],
  ['a strange domain', { Source: 'a@b c' }, 'InvalidParameterValue: Domain contains control or whitespace'],
  [
    'a line break',
    { Source: 'a\r\nX: y <sender@example.com>' },
    'InvalidParameterValue: Local address contains control or whitespace',
  ],
  [
    'too many recipients',
    { Destination: { ToAddresses: Array.from({ length: 51 }, (_, n) => `a${n}@example.org`) } },
    'InvalidParameterValue: Recipient count exceeds 50.',
  ],
  [
    'no body',
    { Message: { Subject: { Data: 's' }, Body: {} } },
    "ValidationError: 1 validation error detected: Value null at 'message.body' failed to satisfy constraint: Member must not be null",
  ],
])('%s is refused', async (_name, more, message) => {
  expect(await refusal(ses.send(simple(more)))).toBe(message);
});

describe('delivery over SMTP', () => {
  interface Received {
    readonly from: string;
    readonly to: readonly string[];
    readonly user?: string;
    readonly message: string;
  }

  /** A server that takes mail, and refuses the recipients that it is told to refuse. */
  async function smtpServer(refuse: (address: string) => number | undefined) {
    const received: Received[] = [];
    const arrivals = new EventTarget();
    const smtp = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      // Of connections that are kept for more mail it would let go after half a minute.
      closeTimeout: 10,
      allowInsecureAuth: true,
      authOptional: true,
      onAuth: ({ username }, _session, done) => done(null, { user: username }),
      onRcptTo({ address }, _session, done) {
        const code = refuse(address);
        done(code === undefined ? null : Object.assign(new Error('refused'), { responseCode: code }));
      },
      onData(stream, { envelope, user }, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? '' : (envelope.mailFrom?.address ?? '');
          const to = envelope.rcptTo.map(({ address }) => address);
          received.push({ from, to, user: user as string | undefined, message: Buffer.concat(chunks).toString() });
          done();
          arrivals.dispatchEvent(new Event('mail'));
        });
      },
    });
    smtp.on('error', () => {});
    smtp.listen(0, '127.0.0.1');
    await once(smtp.server, 'listening');
    const { port } = smtp.server.address() as AddressInfo;
    return { smtp, received, arrivals, url: `smtp://mailer:word@127.0.0.1:${port}` };
  }

  async function settled(id: string): Promise<{ status: string; attempts: number; lastError?: string }> {
    await expect.poll(async () => (await own(`/${id}`)).delivery.status, { interval: 20 }).not.toBe('PENDING');
    return (await own(`/${id}`)).delivery;
  }

  test('mail goes out, is refused for good, or waits for the server to come back', async () => {
    const { smtp, received, url } = await smtpServer((address) => (address.startsWith('gone') ? 550 : undefined));
    await server.restart({ smtp: url });
    const { MessageId } = await ses.send(simple());
    expect(await settled(MessageId!)).toMatchObject({ status: 'DELIVERED', attempts: 1 });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      from: 'sender@example.com',
      to: ['zoe@example.org', 'hidden@example.org'],
      user: 'mailer',
      message: expect.stringContaining(`<${MessageId}@email.amazonses.com>`),
    });
    const refused = await ses.send(simple({ Destination: { ToAddresses: ['gone@example.org'] } }));
    expect(await settled(refused.MessageId!)).toMatchObject({ status: 'FAILED', attempts: 1 });
    const partly = await ses.send(simple({ Destination: { ToAddresses: ['gone@example.org', 'here@example.org'] } }));
    expect(await settled(partly.MessageId!)).toMatchObject({ status: 'DELIVERED', refused: ['gone@example.org'] });

    await new Promise<void>((resolve) => smtp.close(resolve));
    const waiting = await ses.send(simple({ Destination: { ToAddresses: ['later@example.org'] } }));
    await expect.poll(async () => (await own(`/${waiting.MessageId}`)).delivery.attempts).toBe(1);
    expect((await own(`/${waiting.MessageId}`)).delivery).toMatchObject({
      status: 'PENDING',
      lastError: expect.stringContaining('ECONNREFUSED'),
      nextAttempt: expect.any(String),
    });

    // Another server, another run of ours: what was due is still due.
    const second = await smtpServer(() => undefined);
    await server.restart({ smtp: second.url });
    expect(await settled(waiting.MessageId!)).toMatchObject({ status: 'DELIVERED', attempts: 2 });
    expect(second.received.map(({ to }) => to)).toEqual([['later@example.org']]);
    await new Promise<void>((resolve) => second.smtp.close(resolve));
  });
});

/** Hands messages to an SMTP server. */
import nodemailer from 'nodemailer';

export interface MailTransport {
  /** @throws {SmtpFailure} when no recipient was taken. */
  deliver(envelope: { readonly from: string; readonly to: readonly string[] }, raw: Buffer): Promise<readonly string[]>;
  close(): void;
}

export class SmtpFailure extends Error {
  /** Refused for good: trying again would be refused again. */
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean) {
    super(message);
    this.isFinal = isFinal;
  }
}

const TIMEOUT_MS = 30_000;

/** `url`: `smtp://user:pass@host:port` or `smtps://…`. Answers with the recipients that were refused while others were taken. */
export function createSmtpTransport(url: string): MailTransport {
  const transport = nodemailer.createTransport(
    {
      url,
      pool: true,
      maxConnections: 4,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    },
    // Messages are complete: nothing is added, and nothing that they name is fetched.
    { disableFileAccess: true, disableUrlAccess: true },
  );
  return {
    async deliver({ from, to }, raw) {
      try {
        const { rejected } = await transport.sendMail({ envelope: { from, to: [...to] }, raw });
        return rejected.map(String);
      } catch (error) {
        const { responseCode, message } = error as Error & { responseCode?: number };
        throw new SmtpFailure(message, responseCode !== undefined && responseCode >= 500 && responseCode !== 535);
      }
    },
    close: () => transport.close(),
  };
}

/** Answers in XML (S3, SNS). The browser's own parser reads them, without a script or a style coming to life. */
import { RequestError } from './request.ts';

export function xmlRequest(method: string, url: string, body?: string): Promise<Element> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.responseType = 'document';
    request.overrideMimeType('application/xml');
    if (body !== undefined) request.setRequestHeader('content-type', 'application/x-www-form-urlencoded');
    request.onload = () => {
      const root = request.responseXML?.documentElement;
      if (request.status >= 200 && request.status < 300 && root) resolve(root);
      else
        reject(
          new RequestError(
            textIn(root, 'Code') || String(request.status),
            textIn(root, 'Message') || `The server answered ${request.status}`,
            request.status,
          ),
        );
    };
    request.onerror = () => reject(new RequestError('NetworkError', 'The server cannot be reached', 0));
    request.send(body ?? null);
  });
}

export function textIn(parent: Element | null | undefined, name: string): string {
  return parent?.getElementsByTagName(name)[0]?.textContent ?? '';
}

export function elementsIn(parent: Element, name: string): readonly Element[] {
  return [...parent.getElementsByTagName(name)];
}

/** SNS: a form with an action. */
export function callSns(action: string, params: Readonly<Record<string, string>>): Promise<Element> {
  const form = new URLSearchParams({ Action: action, Version: '2010-03-31', ...params });
  return xmlRequest('POST', '/', form.toString());
}

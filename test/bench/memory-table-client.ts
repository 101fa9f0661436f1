import type { HttpClient } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { AzureNamedKeyCredential, TableClient } from '@azure/data-tables';
import type { TableRequest, TableResponse } from './table-message';
import { tableRequest } from './table-message';

const ACCOUNT = 'ledger';

/** The SDK's client of a table, whose calls are answered by a function. */
export function tableClientOf(
  name: string,
  answer: (request: TableRequest) => Promise<TableResponse>,
): TableClient {
  const httpClient: HttpClient = {
    sendRequest: async (request) => {
      const { method, url, headers, body } = request;
      const content = typeof body === 'string' ? body : '';
      const called = tableRequest(method, url, (header) => headers.get(header), content);
      const { status, headers: answered, body: bodyAsText } = await answer(called);
      return { status, headers: createHttpHeaders(answered), request, bodyAsText };
    },
  };
  const credential = new AzureNamedKeyCredential(ACCOUNT, Buffer.from(ACCOUNT).toString('base64'));
  return new TableClient(`https://tables.example/${ACCOUNT}`, name, credential, { httpClient });
}

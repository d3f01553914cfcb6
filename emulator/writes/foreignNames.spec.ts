import { describe, expect, it } from '@jest/globals';

import { withFixture } from '../testing/fixture';

const google = withFixture();

describe('names that JavaScript’s own objects have', () => {
  it('are names like all others: of files, endings and properties', async () => {
    const properties = '{"__proto__":"a","constructor":"b"}';
    const body = `{"name":"x.constructor","properties":${properties}}`;
    const made = await google.ask('POST', '/drive/v3/files?fields=id,mimeType,properties', {
      headers: { 'content-type': 'application/json' },
      body
    });
    expect([made.status, made.json.mimeType]).toEqual([200, 'application/octet-stream']);
    expect(JSON.stringify(made.json.properties)).toBe(properties);
  });

  it.each(['__proto__', 'toString', 'constructor'])('find by a property called %s', async key => {
    const body = `{"name":"has ${key}","properties":{"${key}":"yes"}}`;
    const headers = { 'content-type': 'application/json' };
    await google.ask('POST', '/drive/v3/files', { headers, body });
    const has = (value: string): string => `properties has { key='${key}' and value='${value}' }`;
    expect(await google.names(has('yes'))).toContain(`has ${key}`);
    expect(await google.names(has('no'))).toEqual([]);
  });

  it.each(['constructor', 'toString'])('are no field, order or format: %s', async name => {
    const { status: field } = await google.get(`/drive/v3/files?fields=files(${name})`);
    const { status: order } = await google.get(`/drive/v3/files?orderBy=${name}`);
    expect([field, order]).toEqual([400, 400]);
  });
});

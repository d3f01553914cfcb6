/**
 * The bounds of settings are those of the schema: each key, just inside and just outside of them and of
 * every wrong type, through all doors, the proxy's start and the routes that set them.
 */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { DEFAULT_SETTINGS, isRecord, type Status } from '../../protocol';
import { parseConfig } from '../config';
import { SETTINGS_PROBLEMS } from '../settings';
import { withProxy } from '../testing/withProxy';

const property = v.object({
  type: v.picklist(['string', 'number', 'boolean', 'array']),
  oneOf: v.optional(v.array(v.object({ const: v.string() }))),
  maxLength: v.optional(v.number()),
  minimum: v.optional(v.number()),
  maximum: v.optional(v.number())
});
type Property = v.InferOutput<typeof property>;
const schema = v.object({ properties: v.record(v.string(), property) });

const { properties } = v.parse(schema, JSON.parse(readFileSync('schema/plugin.json', 'utf8')));
/** The others are the panel's alone. */
const keys = Object.keys(DEFAULT_SETTINGS);
const defaults: ReadonlyMap<string, unknown> = new Map(Object.entries(DEFAULT_SETTINGS));
const LONG = 'x'.repeat(1_000_000);

/** Values just inside the bounds. */
function right({ type, oneOf, maxLength = 0, minimum = 0, maximum = 1e300 }: Property): unknown[] {
  if (type === 'string') {
    return oneOf?.map(choice => choice.const) ?? ['', 'y'.repeat(maxLength)];
  }
  return type === 'number' ? [minimum, minimum + 0.5, maximum] : [true, false];
}

/** Values just outside the bounds, and of every other type. */
function wrong({ type, oneOf, maxLength = 0, minimum = 0, maximum }: Property): unknown[] {
  const types = [null, [], ['docx'], {}, { a: 1 }, LONG];
  if (type === 'string') {
    const outside = oneOf === undefined ? ['y'.repeat(maxLength + 1)] : ['', 'toString', 'DOCX'];
    return [...types, ...outside, 7, true];
  }
  if (type === 'number') {
    const above = maximum === undefined ? [] : [maximum + 1];
    return [...types, ...above, minimum - Number.EPSILON, -1, '7', 'NaN', false];
  }
  return [...types, 0, 1, 'true'];
}

const cases = (values: (of: Property) => unknown[]): [string, string, unknown][] =>
  Object.entries(properties)
    .filter(([key]) => keys.includes(key))
    .flatMap(([key, of]) =>
      values(of).map(value => [key, shown(value), value] as [string, string, unknown])
    );
const shown = (value: unknown): string => JSON.stringify(value).slice(0, 20);

type Outcome = Pick<Status, 'settings' | 'wrongSettings'>;
const outcome = v.custom<Outcome>(reply => isRecord(reply) && isRecord(reply.settings));
type Door = (settings: unknown) => Promise<Outcome>;

const stage = withProxy({ lasts: 'block', proxy: { config: { serviceAccount: null } } });

const atStart: Door = settings => {
  const least = {
    ...{ secret: 'a secret for tests only', listen: null, dataFolder: '/data', serverId: 'spec' },
    ...{ workspace: { root: null, allowHidden: false }, serviceAccount: null }
  };
  const checked = parseConfig(JSON.stringify({ ...least, settings })).settings;
  return Promise.resolve({ settings: checked.settings, wrongSettings: checked.wrong });
};
const byPut: Door = async body => {
  const reply = await stage.proxy.call('PUT /preferences', { body });
  expect(reply.status).toBe(200);
  return reply.body;
};

const byFile: Door = async settings => {
  const text = JSON.stringify({ settings, settingsProblem: null });
  const reply = await stage.proxy.request('PUT', '/api/settings-file', { text });
  expect(reply.status).toBe(200);
  return v.parse(outcome, JSON.parse(reply.text));
};

/** Right, and none of it a default: it stands beside whatever else is wrong. */
const others = {
  ...{ credentials: 'applicationDefault', keyFile: '/k', rootFolder: 'abc', uploads: true },
  ...{ exportDocuments: 'md', exportSpreadsheets: 'csv', exportPresentations: 'pdf' },
  ...{ exportDrawings: 'png', askAboveFiles: 1, askAboveGigabytes: 1 }
};

it('the proxy knows every setting of the schema that is not the panel’s', () => {
  const ofPanel = ['section', 'refreshInterval', 'toolbar'];
  const ofSchema = Object.keys(properties).filter(key => !ofPanel.includes(key));
  expect([keys.sort(), Object.keys(others).sort()]).toEqual([ofSchema.sort(), ofSchema.sort()]);
});

describe.each<[string, Door]>([
  ['the start', atStart],
  ['PUT /preferences', byPut],
  ['PUT /settings-file', byFile]
])('through the door of %s', (_door, enter) => {
  it.each(cases(right))('%s may be %s', async (key, _shown, value) => {
    expect(await enter({ ...others, [key]: value })).toMatchObject({
      settings: { ...others, [key]: value },
      wrongSettings: []
    });
  });

  it.each(cases(wrong))(
    '%s may not be %s: a sentence, and the rest stands',
    async (key, _shown, value) => {
      const { settings, wrongSettings } = await enter({ ...others, [key]: value });
      expect(settings).toEqual({ ...others, [key]: defaults.get(key) });
      expect(wrongSettings).toEqual([{ key, message: expect.stringContaining(`“${key}”`) }]);
      expect(wrongSettings[0]?.message.length).toBeLessThan(200);
    }
  );

  it.each([
    ['section', 7],
    ['refreshInterval', -1],
    ['refreshInterval', 86_401],
    ['toolbar', null]
  ])('%s of the panel may not be %j: a sentence, and the rest stands', async (key, value) => {
    expect(await enter({ ...others, [key]: value })).toMatchObject({
      settings: others,
      wrongSettings: [{ key, message: expect.stringContaining(`“${key}”`) }]
    });
  });

  it('keys of another version and of nobody do no harm', async () => {
    const strange = {
      access: 'readWrite',
      section: 'sideBar',
      refreshInterval: 0,
      toolbar: [{ name: 'x', disabled: true }],
      ['x'.repeat(500_000)]: 'x'
    };
    expect(await enter({ ...others, ...strange })).toMatchObject({
      settings: others,
      wrongSettings: []
    });
  });

  it('all may be wrong at once', async () => {
    const settings = Object.fromEntries(keys.map(key => [key, null]));
    const reply = await enter(settings);
    expect(reply.settings).toEqual(DEFAULT_SETTINGS);
    expect(reply.wrongSettings.map(({ key }) => key).sort()).toEqual([...keys].sort());
  });
});

describe('a body that holds no settings', () => {
  it.each([
    ['is not JSON', '{"uploads": tru'],
    ['is JSON5', '{uploads: true}'],
    ['has NaN', '{"askAboveFiles": NaN}'],
    ['is empty', ''],
    ['is null', 'null'],
    ['is a list', '[]'],
    ['is a text', '"uploads"'],
    ['is long and wrong', `{${LONG}`]
  ])('because it %s is refused with a sentence, and what was set stands', async (_name, text) => {
    await byPut(others);
    const reply = await stage.proxy.request('PUT', '/api/preferences', { text });
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject([400, { code: 'badRequest' }]);
    expect(reply.text.length).toBeLessThan(300);
    expect((await stage.proxy.call('GET /status')).body.settings).toEqual(others);
  });

  it.each(SETTINGS_PROBLEMS)('because its file is %s is told of with a sentence', async problem => {
    const text = JSON.stringify({ settings: {}, settingsProblem: problem });
    await stage.proxy.request('PUT', '/api/settings-file', { text });
    const { body } = await stage.proxy.call('GET /status');
    expect(body.settings).toEqual(DEFAULT_SETTINGS);
    expect(body.wrongSettings).toEqual([
      { key: '', message: expect.stringMatching(/settings file/) }
    ]);
  });

  it('is fine where a route takes none', async () => {
    const { status } = await stage.proxy.request('POST', '/api/transfers/none/cancel', {
      text: ''
    });
    expect(status).toBe(404);
  });
});

it('a settings file with something wrong in it starts a proxy that says so, with all the rest', async () => {
  const settings = {
    ...others,
    askAboveFiles: -1,
    credentials: 'auto',
    keyFile: stage.emulator.keyFile,
    rootFolder: ''
  };
  const started = await stage.start({ config: { serviceAccount: null, settings } });
  const { body } = await started.call('GET /status');
  expect(body).toMatchObject({
    state: 'ready',
    credentials: { source: 'keyFile' },
    canUpload: true
  });
  expect(body.wrongSettings.map(({ key }) => key)).toEqual(['askAboveFiles']);
});

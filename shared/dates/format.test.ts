import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateReader } from './format.ts';
import { DAY, MOMENT, NONE, UNSURE } from './moment.ts';

const OUTCOMES = { [NONE]: 'none', [UNSURE]: 'unsure', [DAY]: 'day', [MOMENT]: 'moment' };

/** A moment as ISO 8601 in UTC with the digits of its fraction; or what else the text is. */
function read(format: string, text: string, options?: { ofNanos: boolean }): string {
  const reader = dateReader(format, options);
  if (!reader) return 'unknown';
  const outcome = reader.readText(text);
  if (outcome !== MOMENT) return OUTCOMES[outcome];
  const { second, fraction, digits } = reader.moment;
  const behind = digits === 0 ? '' : `.${String.fromCharCode(...fraction.subarray(0, digits))}`;
  return `${new Date(second * 1000).toISOString().slice(0, -5)}${behind}Z`;
}

const DEFAULT = 'strict_date_optional_time||epoch_millis';

describe('OpenSearch’s own format', () => {
  it('is a moment with its offset, in UTC without one', () => {
    for (const [text, moment] of [
      ['2001-02-11T20:57:00Z', '2001-02-11T20:57:00Z'],
      ['2001-02-11T20:57:00.120Z', '2001-02-11T20:57:00.120Z'],
      ['2001-02-11T20:57:00,123456789', '2001-02-11T20:57:00.123456789Z'],
      ['2001-02-11T20:57', '2001-02-11T20:57:00Z'],
      ['2001-02-11T20', '2001-02-11T20:00:00Z'],
      ['2001-02-11T20:57:00+09:00', '2001-02-11T11:57:00Z'],
      ['2001-02-11T20:57:00-0330', '2001-02-12T00:27:00Z'],
      ['2001-02-11T20:57+18', '2001-02-11T02:57:00Z'],
      ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
      ['0000-02-29T00:00:00Z', '0000-02-29T00:00:00Z'],
      ['981925020000', '2001-02-11T20:57:00Z'],
      ['981925020123.456', '2001-02-11T20:57:00.123456Z'],
      ['-1709251200000', '1915-11-03T00:00:00Z'],
      ['12345', '1970-01-01T00:00:12.345Z'],
      ['0', '1970-01-01T00:00:00Z'],
    ]) {
      expect(read(DEFAULT, text as string), text).toBe(moment);
    }
  });

  it('keeps a date without a time of day as one', () => {
    for (const text of ['2001', '2001-02', '2001-02-11', '2024-02-29', '2001-02-11T'])
      expect(read(DEFAULT, text), text).toBe('day');
  });

  it('leaves what OpenSearch refuses, and what it may read otherwise', () => {
    for (const text of [
      ...['', ' ', 'now', 'soon', '2001-02-30', '2001-02-29T00:00:00Z', '2001-13-01', '2001-02-11 20:57', '12/02/2001'],
      ...['2001-02-11T24:00:00Z', '2001-02-11T20:57:60Z', '2001-02-11T20:57:00+19:00', '2001-02-11T20:57:00+09:60'],
      ...[
        '2001-02-11T20:57:00.Z',
        '2001-02-11T20:57:00.1234567890Z',
        '+12001-02-11T00:00:00Z',
        '-0044-03-15T10:00:00Z',
      ],
      ...['2001-W06-7', '2001-042', '2001-02-11T20:57:00 Europe/Berlin', '2001-02-11T20:57:00[UTC]', '２００１-02-11'],
      ...[
        '2001-02T10:00:00Z',
        '2001T10:00:00Z',

        '-1',
        '-1500',
        '1.',
        '1e3',
        '981925020000.1234567',
        '+5',
      ],
    ]) {
      expect(['none', 'unsure'], text).toContain(read(DEFAULT, text));
    }
  });
});

describe('a pattern', () => {
  it('is read in its own order', () => {
    for (const [format, text, moment] of [
      ['yyyy-dd-MM HH:mm', '2024-05-03 10:00', '2024-03-05T10:00:00Z'],
      ['yyyy/MM/dd HH:mm:ss', '2024/03/05 10:11:12', '2024-03-05T10:11:12Z'],
      ['dd/MM/yyyy HH:mm', '05/03/2024 10:11', '2024-03-05T10:11:00Z'],
      ['M/d/yyyy h:mm a', '3/5/2024 12:05 AM', '2024-03-05T00:05:00Z'],
      ['MM/dd/yyyy hh:mm:ss a', '03/05/2024 12:05:00 PM', '2024-03-05T12:05:00Z'],
      ['MMM dd yyyy HH:mm', 'Mar 05 2024 10:11', '2024-03-05T10:11:00Z'],
      ['EEE MMM dd HH:mm:ss Z yyyy', 'Tue Mar 05 10:11:12 +0900 2024', '2024-03-05T01:11:12Z'],
      ['dd/MMM/yyyy:HH:mm:ss Z', '05/Mar/2024:10:11:12 -0330', '2024-03-05T13:41:12Z'],
      ['yyyyMMddHHmmssSSS', '20240305101112345', '2024-03-05T10:11:12.345Z'],
      ['yyyy-MM-dd HH:mm:ss,SSSSSS', '2024-03-05 10:11:12,000340', '2024-03-05T10:11:12.000340Z'],
      ["yyyy-MM-dd'T'HH:mm:ssXXX", '2024-03-05T10:11:12+09:00', '2024-03-05T01:11:12Z'],
      ["yyyy-MM-dd'T'HH:mm:ssX", '2024-03-05T10:11:12+09', '2024-03-05T01:11:12Z'],
      ["yyyy-MM-dd'T'HH:mm:ss'Z'", '2024-03-05T10:11:12Z', '2024-03-05T10:11:12Z'],
      ["yyyy-MM-dd 'o''clock' HH", "2024-03-05 o'clock 10", '2024-03-05T10:00:00Z'],
      ['yyyy년 MM월 dd일 HH:mm', '2024년 03월 05일 10:11', '2024-03-05T10:11:00Z'],
      ['yyyy-MM-dd[ HH:mm[:ss]]', '2024-03-05 10:11', '2024-03-05T10:11:00Z'],
      ['8yyyy-MM-dd HH:mm', '2024-03-05 10:11', '2024-03-05T10:11:00Z'],
      ['strictDateOptionalTime', '2024-03-05T10:11', '2024-03-05T10:11:00Z'],
    ]) {
      expect(read(format as string, text as string), format).toBe(moment);
    }
  });

  it('without a time of day has days only, whatever its letters', () => {
    for (const format of [
      'yyyy/MM/dd',
      'yyyy-dd-MM',
      'yy.M.d',
      "YYYY-'W'ww-e",
      'uuuuDDD',
      'basic_date',
      'weekyear_week',
      'yyyy',
    ]) {
      expect(dateReader(format)?.isDay, format).toBe(true);
      expect(read(format, 'whatever'), format).toBe('day');
    }
    expect(read('yyyy-MM-dd HH:mm||yyyy-MM-dd', '2024-03-05')).toBe('day');
  });

  it('leaves another day of the week, another number of digits, and days and times that there are not', () => {
    for (const [format, text] of [
      ['EEE MMM dd HH:mm:ss Z yyyy', 'Mon Mar 05 10:11:12 +0900 2024'],
      ['yyyy-MM-dd HH:mm', '2024-02-30 10:00'],
      ['yyyy-MM-dd HH:mm', '0000-02-03 10:00'],
      ['yyyy-MM-dd HH:mm', '2024-3-5 10:00'],
      ['yyyy-MM-dd HH:mm:ss.SSS', '2024-03-05 10:00:00.1234'],
      ['M/d/yyyy h:mm a', '3/5/2024 13:05 PM'],
      ['M/d/yyyy h:mm a', '3/5/2024 0:05 AM'],
      ['MMM dd yyyy HH:mm', 'mar 05 2024 10:00'],
      ['MMM dd yyyy HH:mm', 'Mär 05 2024 10:00'],
      ['yyyy-MM-dd HH:mm:ssx', '2024-03-05 10:00:00+0045'],
    ]) {
      expect(['none', 'unsure'], text).toContain(read(format as string, text as string));
    }
  });

  it('is not known where its letters do not come to one moment', () => {
    for (const format of [
      ...['yy-MM-dd HH:mm', 'yyyy-MM-dd hh:mm', 'HH:mm', 'yyyy HH:mm', 'yyyy-MM HH', 'MM-dd HH:mm', 'yyyy-MM-dd mm:ss'],
      ...[
        "YYYY-'W'ww HH",
        'yyyy-DDD HH',
        'yyyy-MM-dd HH:ss',
        'yyyy-MM-dd HH:mm.SSS',
        'yyyy-MM-dd KK:mm a',
        'yyyyMd HH',
      ],
      ...[
        'yyyy-MM-dd HH:mm z',
        'yyyy-MM-dd HH:mm VV',
        'yyyy-MM-dd HH:mm OOOO',
        'yyyy-MM-dd MM HH:mm',
        "yyyy-MM-dd HH'",
      ],
      ...[
        'yyyy-MM-dd HH:mm:ssSSSn',
        'yyyy-MM-dd [HH:mm',
        'rfc3339_lenient',
        'week_date_time',
        'constructor',
        'QQQ yyyy HH',
        '',
      ],
      ...['yyyy-MM-dd HH:mm||rfc3339_lenient', 'yyyy\\MM\\dd HH', 'yyyy-MM-dd G HH:mm', 'uuuuuu-MM-dd HH:mm'],
    ]) {
      expect(dateReader(format)?.isDay ?? 'unknown', format).toBe('unknown');
    }
  });
});

describe('several formats', () => {
  it('are tried in their order', () => {
    expect(read('dd/MM/yyyy HH:mm||MM/dd/yyyy HH:mm', '05/03/2024 10:00')).toBe('2024-03-05T10:00:00Z');
    expect(read('MM/dd/yyyy HH:mm||dd/MM/yyyy HH:mm', '05/03/2024 10:00')).toBe('2024-05-03T10:00:00Z');
    expect(read('yyyy-MM-dd HH:mm:ss||epoch_second', '981925020')).toBe('2001-02-11T20:57:00Z');
    expect(read('epoch_second||strict_date_optional_time', '2024')).toBe('1970-01-01T00:33:44Z');
    expect(read('strict_date_time_no_millis||strict_date_optional_time||epoch_millis', '2024-03-05T10:11:12.5Z')).toBe(
      '2024-03-05T10:11:12.5Z',
    );
  });

  it('stop at one that may take the text otherwise', () => {
    // The second of the two would read it, but OpenSearch never asks that.
    expect(read('MM/dd/yyyy HH:mm||dd/MM/yyyy HH:mm', '30/03/2024 10:00')).toBe('unsure');
    expect(read('date_optional_time||epoch_millis', '12345')).toBe('unsure');
  });
});

it('numbers are what the format makes of them', () => {
  expect(read('epoch_second', '981925020')).toBe('2001-02-11T20:57:00Z');
  expect(read('epoch_second', '981925020.123456789')).toBe('2001-02-11T20:57:00.123456789Z');
  expect(read('epoch_second', '-1')).toBe('1969-12-31T23:59:59Z');
  expect(read('epoch_millis', '981925020001')).toBe('2001-02-11T20:57:00.001Z');
  expect(read('epoch_millis', '-1')).toBe('1969-12-31T23:59:59.999Z');
  for (const text of ['-1.5', '-0', '1.', '1..', '12345678901234567890', '1.2.3']) {
    expect(read('epoch_millis', text), text).toBe('unsure');
  }
  for (const text of ['true', '1e3', '0x1', '-', '.5', '']) expect(read('epoch_millis', text), text).toBe('none');
});

it('date_nanos hold fewer years', () => {
  const nanos = { ofNanos: true };
  expect(read(DEFAULT, '1969-12-31T23:59:59Z', nanos)).toBe('unsure');
  expect(read(DEFAULT, '1970-01-01T00:00:00Z', nanos)).toBe('1970-01-01T00:00:00Z');
  expect(read(DEFAULT, '2262-04-11T23:47:15Z', nanos)).toBe('2262-04-11T23:47:15Z');
  expect(read(DEFAULT, '2262-04-11T23:47:16.9Z', nanos)).toBe('unsure');
});

it('probes hold each month, day of the week, half, form of an offset and part that may be left out', () => {
  const probesOf = (format: string) => dateReader(format)?.probes() ?? [];
  const named = probesOf('EEE MMM dd hh:mm:ss a Z yyyy').map(({ text }) => text);
  for (const pick of [0, 4, 20]) {
    const found = new Set(named.map((text) => text.slice(pick, pick + 3).trim()));
    expect(found.size).toBe(pick === 0 ? 7 : pick === 4 ? 12 : 2);
  }
  const own = probesOf(DEFAULT);
  for (const shape of [
    /^\d{4}-\d\d-\d\dT\d\d$/,
    /T\d\d:\d\d$/,
    /T\d\d:\d\d:\d\d$/,
    /\.\d+Z$/,
    /,\d+/,
    /[+-]\d\d$/,
    /[+-]\d{4}$/,
    /[+-]\d\d:\d\d$/,
    /^\d{12,13}$/,
  ]) {
    expect(
      own.some(({ text }) => shape.test(text)),
      String(shape),
    ).toBe(true);
  }
  expect(own.every(({ text }) => new Set(text.split(/\D/)).size > 1 || /^\d+$/.test(text))).toBe(true);
  expect(probesOf('yyyy-MM-dd')).toEqual([]);
});

it('whatever the bytes, there is an outcome, and the same one again', () => {
  const formats = [
    DEFAULT,
    'yyyy-MM-dd[ HH:mm[:ss]]',
    'MMM d, yyyy h:mm a',
    'epoch_second',
    'date_time||yyyyMMddHHmmss',
  ];
  const sign = fc.constantFrom(...'0123456789-+:./, TZzaPMJMar');
  fc.assert(
    fc.property(fc.constantFrom(...formats), fc.array(sign, { maxLength: 32 }), (format, signs) => {
      const text = signs.join('');
      expect(read(format, text)).toBe(read(format, text));
    }),
    { numRuns: 2000 },
  );
});

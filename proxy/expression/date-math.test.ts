import { expect, test } from 'vitest';
import { shapeOf } from './date-math.ts';

test.each([
  ['<logs-{now/d}>', 'logs-*'],
  ['<logs-{now}>', 'logs-*'],
  ['<logs-{now-1d/d}>', 'logs-*'],
  ['<logs-{now-1M/M+10h}>', 'logs-*'],
  ['<logs-{now+d}>', 'logs-*'],
  ['<logs-{now/M{yyyy.MM}}>', 'logs-*'],
  ['<logs-{now/d{yyyyMMdd}}>', 'logs-*'],
  ['<logs-{now/w{YYYY-ww}}>', 'logs-*'],
  ['<logs-{now/d{uuuu_DDD}}-x>', 'logs-*-x'],
  ['<logs-{now/d{yyyy.MM.dd.HH.mm.ss.SSS|UTC}}>', 'logs-*'],
  ['<logs-{now/d{yyyy.MM.dd|+0900}}>', 'logs-*'],
  ['<logs-{now/d{yyyy.MM.dd|-03}}>', 'logs-*'],
  ['<logs-{now/d{yyyy.MM.dd|Asia/Seoul}}>', 'logs-*'],
  ['<logs-{now/d{yyyy.MM.dd|America/Argentina/Buenos_Aires}}>', 'logs-*'],
  ['<logs-{now/M{yyyy}}-{now/M{MM}}>', 'logs-*-*'],
  ['<logs-{now/d}*>', 'logs-**'],
  ['<logs-*-{now/d}>', 'logs-*-*'],
  ['<{now/d}-logs>', '*-logs'],
  ['<logs>', 'logs'],
  ['<.logs-{now/d}>', '.logs-*'],
  ['<.logs*>', '.logs*'],
])('%s comes to %s', (text, shape) => {
  expect(shapeOf(text)).toBe(shape);
});

test.each([
  // Lists and other clusters.
  '<a,b>',
  '<x*,other:secret,*y>',
  '<a-{now,b}>',
  '<a-{now/d{yyyy,b}}>',
  '<other:a-{now/d}>',
  '<a-{now/d{yyyy.MM.dd|+09:00}}>',
  // Text in a format can be any name.
  "<{now{'secret'}}>",
  "<{now{'.kibana_1'}}>",
  "<a-{now{yyyy'x'}}>",
  '<a-{now{MMM}}>',
  '<a-{now{EEE}}>',
  '<a-{now{yyyy[x]}}>',
  '<a-{now{yyyyyyyyyyyyyyyyyyyyyyyyy}}>',
  '<a-{now{basic_date}}>',
  '<{now{.yyyy}}>',
  '<{now{-yyyy}}>',
  '<a-{now{yyyy.}}>',
  '<a-{now{yyyy..MM}}>',
  '<a-{now{}}>',
  '<a-{now{|UTC}}>',
  '<a-{now{yyyy|}}>',
  '<a-{now{yyyy||yy}}>',
  '<a-{now{yyyy|UTC|UTC}}>',
  '<a-{now{yyyy|KST}}>',
  '<a-{now{yyyy|Asia/Nowhere}}>',
  '<a-{now{yyyy|+99}}>',
  '<a-{now{yyyy|../UTC}}>',
  // Brackets that are nested, escaped, open.
  '<a-{now{{yyyy}}}>',
  '<a-{{now}}>',
  '<a-{now{yyyy}{MM}}>',
  '<a-{now{yyyy}x}>',
  '<a-\\{now\\}>',
  '<a-{now/d\\}>',
  '<a\\b>',
  '<a-{now>',
  '<a-now}>',
  '<a-{}>',
  '<<a>>',
  '<a><b>',
  '<a>b',
  'a<b>',
  '<a',
  '<>',
  '<',
  // Names that no index has, and wildcards that mean hidden ones.
  '<*>',
  '<*a>',
  '<*-{now/d}>',
  '<-a>',
  '<_all>',
  '<+a>',
  '<.>',
  '<..>',
  '<a b>',
  '<a"b>',
  '<a|b>',
  '<a?b>',
  '<a#b>',
  '<a%2eb>',
  '<a/b>',
  '<a\u0000>',
  // Other times than now.
  '<a-{2026-01-01||/d}>',
  '<a-{NOW}>',
  '<a-{ now }>',
  '<a-{now/x}>',
  '<a-{now/Q}>',
  '<a-{now-}>',
  '<a-{now-99999y}>',
  `<a-{now${'-1d'.repeat(9)}}>`,
])('%j is none', (text) => {
  expect(shapeOf(text)).toBeUndefined();
});

test('a long text costs no time', () => {
  const begun = performance.now();
  for (const one of ['{', '{now', '{now{y', 'yyyy', '{now{yyyy}', 'a', '*', '{now+']) {
    expect(shapeOf(`<${one.repeat(50_000)}}>`)).toBeUndefined();
  }
  expect(performance.now() - begun).toBeLessThan(5_000);
});

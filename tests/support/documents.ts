/** Documents as the text they are indexed with: the truth an export is held against is what went in. */
export type Doc = { id: string; source: string };

/** `count` small documents with a number, a text and a nested object; `mark` tells one call's documents from another's. */
export function smallDocs(count: number, mark = 'd'): Doc[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `${mark}-${n}`,
    source: `{"n":${n},"mark":"${mark}","even":${n % 2 === 0},"inner":{"half":${n / 2},"text":"row ${n}"}}`,
  }));
}

/** Values that naive readers change. Each is one document's text, byte for byte. */
export const NASTY_SOURCES: readonly string[] = [
  '{"long":9007199254740993,"neg":-9223372036854775808}',
  '{"zero":-0,"five":5.0,"third":3.0000000000000000001,"exp":1e3,"Exp":1E+3,"tiny":1.5e-300}',
  '{ "spaced" :  "out"  ,\t"list": [ 1 , 2 ,  3 ] }',
  '{"escapes":"\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0041 \\u00e9 \\u20ac \\ud83d\\ude00"}',
  '{"lone":"\\ud800 x \\udc00"}',
  '{"quotes":"say \\"hi\\", she said","line":"one\\ntwo\\r\\nthree"}',
  '{"emoji":"👩‍👩‍👧‍👦 🏳️‍🌈","korean":"유나이티드 항공","rtl":"שלום"}',
  '{"nothing":null,"empty":"","list":[],"object":{}}',
  '{"nested":{"a":{"b":{"c":"deep"}},"list":[{"x":1},{"y":[2,3]}]}}',
  '{"dotted.name":"one","plain":{"inner.dot":2}}',
  '{"objects":[{"k":"v","n":1.0},{"k":"w","n":2.50}]}',
  '{"bool":true,"other":false}',
  '{"inner":{"_source":"mine","sort":[1]},"sort":[7],"hits":{"hits":[{"_source":{}}]}}',
  '{"comma":"a,b;c\\td|e","formula":"=1+1","minus":"-5","at":"@x"}',
];

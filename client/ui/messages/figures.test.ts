import { describe, expect, it } from 'vitest';
import { makeFigures } from './figures.ts';

const en = makeFigures('en');
const ko = makeFigures('ko');

describe('figures', () => {
  it('groups digits', () => {
    expect(en.number(1284000)).toBe('1,284,000');
    expect(ko.number(1284000)).toBe('1,284,000');
  });

  it('gives bytes three digits or so', () => {
    expect(en.bytes(0)).toBe('0 B');
    expect(en.bytes(999)).toBe('999 B');
    expect(en.bytes(48_812_345)).toBe('48.8 MB');
    expect(en.bytes(114_400_000)).toBe('114 MB');
    expect(en.bytes(999_600)).toBe('1 MB');
    expect(en.memory(64 * 1024 * 1024)).toBe('64');
  });

  it('says a time in its two largest units', () => {
    expect(en.duration(17_200)).toBe('17 s');
    expect(en.duration(3_240)).toBe('3.2 s');
    expect(en.duration(200_000)).toBe('3 min 20 s');
    expect(en.duration(7_500_000)).toBe('2 h 5 min');
    expect(en.duration(59_600)).toBe('1 min');
    expect(ko.duration(200_000)).toBe('3분 20초');
  });

  it('says what two days share once', () => {
    expect(en.days(Date.UTC(2001, 1, 12, 12), Date.UTC(2001, 3, 9, 12))).toMatch(/12 Feb.*9 Apr 2001/);
    expect(ko.days(Date.UTC(2001, 1, 12, 12), Date.UTC(2001, 3, 9, 12))).toBe('2001. 2. 12. ~ 4. 9.');
    expect(ko.days(Date.UTC(2001, 1, 12, 12), Date.UTC(2002, 3, 9, 12))).toMatch(/2001\. 2\. 12\..*2002\. 4\. 9\./);
  });
});

import { describe, expect, it } from 'vitest';
import { randomStream } from '../train/rng.ts';
import { calculate } from './claimsCalculator.ts';
import { consultCalendar, dateText, dayNumber } from './claimsCalendar.ts';
import { lookUp } from './claimsTable.ts';
import { callAtEnd, callText, observation, resultText } from './claimsTools.ts';
import { convert } from './claimsUnits.ts';

describe('calculator', () => {
  it.each([
    ['37*48', '1776'],
    ['7+5*3', '22'],
    ['(7+5)*3', '36'],
    ['10-4-3', '3'],
    ['-3*-(2 + 1)', '9'],
    ['84/12/7', '1'],
    ['99999999999999999999*99999999999999999999', '9999999999999999999800000000000000000001'],
    ['0-5', '-5'],
  ])('gives %s exactly', (expression, value) => expect(String(calculate(expression))).toBe(value));

  it.each([
    '',
    ' ',
    '7/2',
    '5/0',
    '5/(3-3)',
    '3+',
    '*3',
    '3 4',
    '(3',
    '3)',
    '3**4',
    '2^3',
    'a',
    '1.5',
    '1e3',
    '+',
    `${'1+'.repeat(60)}1`,
  ])('refuses %j', (expression) => expect(calculate(expression)).toBeNull());
});

describe('calendar', () => {
  it('agrees with JavaScript on the weekdays and distances of days over eight thousand years', () => {
    const random = randomStream(3, 'calendar test');
    const at = () => Date.UTC(1000 + random.integer(8000), random.integer(12), 1 + random.integer(28));
    const text = (time: number) =>
      new Date(time).toLocaleDateString('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });
    for (let i = 0; i < 500; i++) {
      const [first, second] = [at(), at()];
      const weekday = new Date(first).toLocaleDateString('en-GB', { timeZone: 'UTC', weekday: 'long' });
      expect(consultCalendar(text(first))).toBe(weekday);
      expect(consultCalendar(`${text(first)} to ${text(second)}`)).toBe(String((second - first) / 86_400_000));
      expect(dateText(dayNumber(text(first)) as number)).toBe(text(first));
    }
  });

  it('knows leap years and the ends of its range', () => {
    expect(consultCalendar('29 February 2000')).toBe('Tuesday');
    expect(consultCalendar('29 February 2024')).toBe('Thursday');
    expect(consultCalendar('1 January 1')).toBe('Monday');
    expect(consultCalendar('31 December 9999')).toBe('Friday');
    expect(consultCalendar('9 June 2020 to 3 May 2020')).toBe('-37');
  });

  it.each([
    '',
    '29 February 2023',
    '29 February 1900',
    '31 April 2020',
    '0 May 2020',
    '3 may 2020',
    '3 Mai 2020',
    '03 May 2020',
    '3 May',
    '3 May 2020 to',
    '3 May 2020 to 4 May 2020 to 5 May 2020',
    '2020-05-03',
  ])('refuses %j', (text) => expect(consultCalendar(text)).toBeNull());
});

describe('table', () => {
  it('holds one number for each fact and nothing else', () => {
    expect(lookUp('height of the tower')).toBe(74);
    expect(lookUp('price of the lamp')).toBe(24);
    for (const wrong of ['', 'tower', 'price of the tower', 'height of the lamp', 'height of the towers', 'toString']) {
      expect(lookUp(wrong)).toBeNull();
    }
  });
});

describe('unit converter', () => {
  it.each([
    ['7 hours to minutes', '420'],
    ['420 minutes to hours', '7'],
    ['0 days to hours', '0'],
    ['12345678901234567890 kilometers to meters', '12345678901234567890000'],
  ])('converts %s', (input, value) => expect(String(convert(input))).toBe(value));

  it.each([
    '',
    '7 hours',
    '90 minutes to hours',
    '7 hours to seconds',
    '7 hours to grams',
    '-7 hours to minutes',
    '1.5 hours to minutes',
  ])('refuses %j', (input) => expect(convert(input)).toBeNull());
});

describe('calls', () => {
  it('are read at the end of a text and answered, with an error where a tool has no answer', () => {
    const call = callAtEnd('Let me see. <calc>37*48</calc>');
    expect(call).toEqual({ tool: 'calc', input: '37*48' });
    if (call === undefined) return;
    expect(callText(call) + resultText(observation(call))).toBe('<calc>37*48</calc><result>1776</result>');
    expect(observation({ tool: 'date', input: '14 March 2021' })).toBe('Sunday');
    expect(observation({ tool: 'lookup', input: 'price of the moon' })).toBe('error');
    expect(observation({ tool: 'units', input: '2 weeks to days' })).toBe('14');
    expect(callAtEnd('<calc></calc>')).toEqual({ tool: 'calc', input: '' });
  });

  it.each([
    '',
    '<calc>37*48',
    '<calc>37*48</calc> ',
    '<calc>37*48</date>',
    '<sum>1</sum>',
    '<toString>1</toString>',
    '<result>1</result>',
    '<calc>1<calc>2</calc',
  ])('are not read from %j', (text) => expect(callAtEnd(text)).toBeUndefined());
});

const MONTHS: readonly string[] =
  'January February March April May June July August September October November December'.split(' ');
export const WEEKDAYS: readonly string[] = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');

const YEAR_MAX = 9999;
/** 1 January of year 1 is a Monday in the Gregorian calendar carried back. */
const DAYS_OF_400_YEARS = 146_097;

/** `14 March 2021`: days since 1 January of year 1 of the Gregorian calendar; null where there is no such day. */
export function dayNumber(date: string): number | null {
  const [, dayText = '', name = '', yearText = ''] = /^([1-9]\d?) ([A-Z][a-z]+) ([1-9]\d{0,3})$/.exec(date) ?? [];
  const month = MONTHS.indexOf(name);
  const [day, year] = [Number(dayText), Number(yearText)];
  if (month < 0 || year > YEAR_MAX || day > monthLength(month, year)) return null;
  const years = year - 1;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  let days = years * 365 + leapDays + day - 1;
  for (let earlier = 0; earlier < month; earlier++) days += monthLength(earlier, year);
  return days;
}

/** The day of that number, as `14 March 2021`: the inverse of `dayNumber`. */
export function dateText(number: number): string {
  let rest = number % DAYS_OF_400_YEARS;
  let year = 1 + 400 * Math.floor(number / DAYS_OF_400_YEARS);
  while (rest >= yearLength(year)) rest -= yearLength(year++);
  let month = 0;
  while (rest >= monthLength(month, year)) rest -= monthLength(month++, year);
  return `${rest + 1} ${MONTHS[month]} ${year}`;
}

/** The calendar: the weekday of one date, or the days from one date to another (`3 May 2020 to 9 June 2020`). */
export function consultCalendar(input: string): string | null {
  const [first = null, second = null, ...more] = input.split(' to ').map(dayNumber);
  if (first === null || more.length > 0) return null;
  if (!input.includes(' to ')) return WEEKDAYS[first % 7] ?? null;
  return second === null ? null : String(second - first);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const yearLength = (year: number): number => (isLeap(year) ? 366 : 365);
const monthLength = (month: number, year: number): number =>
  month === 1 ? (isLeap(year) ? 29 : 28) : [3, 5, 8, 10].includes(month) ? 30 : 31;

import type { Table } from "../../schema";
import { strip } from "../text";

const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?`;
const ISO = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+${TIME})?Z?$`);
const LOCAL = new RegExp(String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ ]+${TIME})?$`);
const TIME_ALONE = new RegExp(`^${TIME}$`);
const TODAY = /^today(?:\s*([-+])\s*(\d{1,6}))?$/i;

/** Day 0 of a spreadsheet, in ms. */
const DAY_0 = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;

/** What comes first in dates such as 3/4/2024. */
type Order = "day" | "month";

/**
 * The number of days that a rule's date or time stands for, as a spreadsheet counts them; `today`, `today-7` and `today+30` are
 * days of the local calendar. A date that says neither by itself nor by its dots what is the month is none.
 */
export function dateOf(value: string): number | undefined {
  const text = strip(value);
  const days = daysFromToday(text);
  return days === undefined ? readDate(text, orderOf([text])) : todayNumber() + days;
}

/** How many days a rule's value is from today, as in `today-7`; undefined where it does not speak of today. */
export function daysFromToday(value: string): number | undefined {
  const [found, sign = "", days = "0"] = TODAY.exec(value.trim()) ?? [];
  return found === undefined ? undefined : Number(sign + days);
}

/** A number of days as a spreadsheet's formula writes it: a date, a time, or both. */
export function dateFormula(at: number): string {
  const day = Math.floor(at);
  const seconds = Math.round((at - day) * 86_400);
  const date = new Date(DAY_0 + day * DAY);
  const time = `TIME(${Math.floor(seconds / 3600)},${Math.floor(seconds / 60) % 60},${seconds % 60})`;
  if (day === 0) return time;
  const written = `DATE(${date.getUTCFullYear()},${date.getUTCMonth() + 1},${date.getUTCDate()})`;
  return seconds === 0 ? written : `${written}+${time}`;
}

/**
 * Reads the dates of a table: in a column that has a date such as 31/12/2024, or 12/31/2024, all are written so; where none
 * tells which it is, they are texts.
 */
export function datesIn(table: Table): (cell: string, column: number) => number | undefined {
  const orders = new Map<number, Order | undefined>();
  const orderIn = (column: number): Order | undefined => {
    if (!orders.has(column)) orders.set(column, orderOf(table.slice(1).map((row) => row[column])));
    return orders.get(column);
  };
  return (cell, column) => readDate(strip(cell), LOCAL.test(strip(cell)) ? orderIn(column) : undefined);
}

function orderOf(cells: readonly unknown[]): Order | undefined {
  let order: Order | undefined;
  for (const cell of cells) {
    const [, first, sign, second] = (typeof cell === "string" && LOCAL.exec(strip(cell))) || [];
    if (first === undefined) continue;
    const told = sign === "." || Number(first) > 12 ? "day" : Number(second) > 12 ? "month" : undefined;
    if (told !== undefined && order !== undefined && told !== order) return undefined;
    order ??= told;
  }
  return order;
}

function readDate(text: string, order: Order | undefined): number | undefined {
  const [, year, month, day, ...time] = ISO.exec(text) ?? [];
  if (year !== undefined) return dayNumber(Number(year), Number(month), Number(day), time);
  const [, first, , second, localYear, ...localTime] = LOCAL.exec(text) ?? [];
  if (first !== undefined && order !== undefined) {
    const [d, m] = order === "day" ? [first, second] : [second, first];
    return dayNumber(Number(localYear), Number(m), Number(d), localTime);
  }
  const alone = TIME_ALONE.exec(text);
  return alone ? shareOfDay(alone.slice(1)) : undefined;
}

function dayNumber(
  year: number,
  month: number,
  day: number,
  time: readonly (string | undefined)[],
): number | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day || year < 1900) return undefined;
  const share = time[0] === undefined ? 0 : shareOfDay(time);
  return share === undefined ? undefined : (at.getTime() - DAY_0) / DAY + share;
}

function shareOfDay([hours, minutes, seconds = "0"]: readonly (string | undefined)[]): number | undefined {
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  return h < 24 && m < 60 && s < 60 ? (h * 3600 + m * 60 + s) / 86_400 : undefined;
}

function todayNumber(): number {
  const now = new Date();
  return (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - DAY_0) / DAY;
}

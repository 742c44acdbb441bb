/** Length of a text in words, single digits and single marks: near to its tokens, where digits and marks are tokens alone. */
export function symbolCount(text: string): number {
  return text.match(/[a-z]+|\S/gi)?.length ?? 0;
}

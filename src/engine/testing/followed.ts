/**
 * Which instructions of a `multi_ins` prompt an answer of its grammar follows, in order, for tests. Written apart from the
 * world: cuts the prompt into sentences and judges the answer by each but the first.
 */
export function followed(prompt: string, answer: string): boolean[] {
  const words = answer.split(' ');
  const plain = words.map((word) => word.toLowerCase().replaceAll(/[^a-z]/g, ''));
  const rules: readonly [RegExp, (value: string) => boolean][] = [
    [/^Use the word (\w+)\.$/, (word) => plain.includes(word)],
    [/^Do not use the word (\w+)\.$/, (word) => !plain.includes(word)],
    [/^At most (\d+) words\.$/, (count) => words.length <= Number(count)],
    [/^At least (\d+) words\.$/, (count) => words.length >= Number(count)],
    [/^List (\d) things\.$/, (count) => plain.filter((word) => word === 'a').length === Number(count)],
    [/^Start with a (big|small) letter\.$/, (size) => answer.charAt(0) < 'a' === (size === 'big')],
    [/^End with "(.)"\.$/, (mark) => answer.at(-1) === mark],
  ];
  const [, ...asked] = prompt.trimEnd().split(/(?<=[?.]) (?=[A-Z])/);
  return asked.map((sentence) => {
    for (const [form, holds] of rules) {
      const found = form.exec(sentence);
      if (found) return holds(found[1] as string);
    }
    throw new Error(`unknown instruction: ${sentence}`);
  });
}

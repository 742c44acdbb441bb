const WIDTH = 100;

/**
 * Sentences as lines of Python comments, wrapped at WIDTH characters. Control characters and all that Python or an editor may
 * take for a line end become spaces, so that nothing of the text stands outside the comment.
 *
 * @param indent spaces before each `#`
 */
export function pythonComment(text: string, indent = 0): string {
  const words = text.split(/[\p{C}\p{Z}]+/u).filter((word) => word !== '');
  const lines: string[] = [];
  let line = `${' '.repeat(indent)}#`;
  for (const word of words) {
    if (line.length + 1 + word.length > WIDTH && !line.endsWith('#')) {
      lines.push(line);
      line = `${' '.repeat(indent)}#`;
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}

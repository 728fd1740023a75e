// No file over 400 lines, no C++ function over 70.
import {functionsOf} from './functions.mjs';

export const LONGEST_FILE = 400;
export const LONGEST_FUNCTION = 70;

const HAND_WRITTEN = /\.(h|cc|cmake|mjs|js|ts|sh|sql|css)$|(^|\/)CMakeLists\.txt$/;
// Goods of tests, and what a generator writes.
const NOT_OURS_TO_SPLIT = /\/testdata\/|\/src\/generated\//;

export function checkSizes(files) {
  return files.flatMap((file) => [...longFile(file), ...longFunctions(file)]);
}

function longFile(file) {
  if (!HAND_WRITTEN.test(file.path) || NOT_OURS_TO_SPLIT.test(file.path)) return [];
  if (file.lineCount <= LONGEST_FILE) return [];
  return [file.problem(LONGEST_FILE + 1, 'size', `${file.lineCount} lines; a file has at most ${LONGEST_FILE}: split it by concept`)];
}

function longFunctions(file) {
  if (!file.isCpp || NOT_OURS_TO_SPLIT.test(file.path)) return [];
  return functionsOf(file.text)
      .filter((found) => found.lines > LONGEST_FUNCTION)
      .map((found) => file.problem(found.line, 'size', `${found.name} has ${found.lines} lines; a function has at most ${LONGEST_FUNCTION}`));
}

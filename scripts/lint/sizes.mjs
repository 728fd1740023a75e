// No file over 400 lines, no C++ function over 70, no line of CMake over 110 columns.
import {functionsOf} from './functions.mjs';

export const LONGEST_FILE = 400;
export const LONGEST_FUNCTION = 70;
export const WIDEST_CMAKE = 110;

const HAND_WRITTEN = /\.(h|cc|cmake|mjs|js|ts|sh|sql|css)$|(^|\/)CMakeLists\.txt$/;
// Goods of tests, and what a generator writes.
const NOT_OURS_TO_SPLIT = /\/testdata\/|\/src\/generated\//;

export function checkSizes(files) {
  return files.flatMap((file) => [...longFile(file), ...longFunctions(file), ...wideCMake(file)]);
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

// Lists stand one a line, so that two changes of a list meet only where they touch the same file.
function wideCMake(file) {
  if (!/\.cmake$|(^|\/)CMakeLists\.txt$/.test(file.path)) return [];
  return file.text.split('\n').flatMap((line, index) => line.length <= WIDEST_CMAKE ? [] : [
    file.problem(index + 1, 'size', `${line.length} columns; a line of CMake has at most ${WIDEST_CMAKE}: list one source a line`),
  ]);
}

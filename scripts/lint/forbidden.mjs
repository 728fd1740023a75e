// Calls that have a better way here, found in tokens so that comments and strings do not count:
// the wall clock, PQexec, a rapidjson::Value compared with a number, a capturing lambda inside a
// co_await expression, and SQL that asks the database what time it is.
import {closing} from './tokenizer.mjs';
import {isLambdaStart} from './functions.mjs';

const CLOCK_OWNERS = /^(common\/time|tests\/fakes)\//;
const CLOCK_WORDS = new Set(['system_clock', 'high_resolution_clock', 'utc_clock', 'gettimeofday', 'clock_gettime',
                             'timespec_get', 'GetCurrentTimeNanos']);
const SQL_CLOCK = /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)|\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b/i;
const SQL_STATEMENT = /\b(select|insert|update|delete|values|set|where|default|interval)\b/i;

export function checkForbidden(files) {
  return files.flatMap((file) => {
    if (file.path.endsWith('.sql')) return sqlFile(file);
    if (!file.isCpp) return [];
    const rules = [pqExec, jsonComparisons, awaitedLambdas, sqlStrings];
    if (!CLOCK_OWNERS.test(file.path)) rules.push(wallClock);
    return rules.flatMap((rule) => rule(file));
  });
}

function is(token, text) {
  return token !== undefined && token.text === text && token.kind !== 'string' && token.kind !== 'char';
}

function wallClock(file) {
  const code = file.code;
  return code.flatMap((token, i) => {
    if (token.kind !== 'word' || !(CLOCK_WORDS.has(token.text) || isAbslNow(code, i) || isTimeCall(code, i))) return [];
    return [file.problem(token.line, 'clock', `${token.text} reads the wall clock; take the injected Clock (common/time)`)];
  });
}

function isAbslNow(code, i) {
  return is(code[i], 'Now') && is(code[i - 1], '::') && is(code[i - 2], 'absl');
}

// time(…), ::time(…) and std::time(…), but no method or declaration of that name.
function isTimeCall(code, i) {
  if (!is(code[i], 'time') || !is(code[i + 1], '(')) return false;
  const before = code[i - 1];
  if (is(before, '::')) return is(code[i - 2], 'std') || code[i - 2]?.kind !== 'word';
  if (!before) return true;
  return is(before, 'return') || (before.kind === 'punct' && !['.', '->', '>', '&', '*', '~'].includes(before.text));
}

function pqExec(file) {
  return file.code.filter((token) => token.kind === 'word' && (token.text === 'PQexec' || token.text === 'PQexecParams'))
      .map((token) => file.problem(token.line, 'postgres', `${token.text} waits without a deadline; use common/pg`));
}

function sqlStrings(file) {
  if (file.path.startsWith('scripts/')) return [];
  return file.code.filter((token) => token.kind === 'string' && SQL_CLOCK.test(token.text) && SQL_STATEMENT.test(token.text))
      .map((token) => file.problem(token.line, 'clock', 'SQL asks the database for the time; pass the Clock\'s as a parameter'));
}

function sqlFile(file) {
  const bare = file.text.replace(/--.*$|\/\*[\s\S]*?\*\//gm, (comment) => comment.replace(/[^\n]/g, ' '));
  return bare.split('\n').flatMap((text, i) => SQL_CLOCK.test(text) ?
      [file.problem(i + 1, 'clock', 'SQL asks the database for the time; pass the Clock\'s as a parameter')] : []);
}

// The operand is under the co_await when it ends, at the latest, with the bracket around it or the `;`.
function awaitedLambdas(file) {
  const code = file.code;
  return code.flatMap((token, i) => {
    if (!is(token, 'co_await')) return [];
    const lambda = capturingLambda(code, i + 1, endOfOperand(code, i + 1));
    return lambda ? [file.problem(lambda.line, 'co_await', 'a capturing lambda inside a co_await expression: g++ 12 destroys its captures twice; name it first')] : [];
  });
}

function endOfOperand(code, from) {
  for (let i = from; i < code.length; i++) {
    if (code[i].kind !== 'punct') continue;
    if ('([{'.includes(code[i].text)) i = closing(code, i);
    else if (')]};,'.includes(code[i].text)) return i;
  }
  return code.length;
}

function capturingLambda(code, from, to) {
  for (let i = from; i < to; i++) {
    if (is(code[i], '[') && isLambdaStart(code, i) && closing(code, i) > i + 1) return code[i];
  }
  return undefined;
}

// Variables declared here as rapidjson values (or references, or iterators to members).
function jsonNames(code) {
  const names = new Set();
  code.forEach((token, i) => {
    if (!is(token, 'Value') && !is(token, 'Document')) return;
    if (is(code[i - 1], '::') && !is(code[i - 2], 'rapidjson')) return;
    let at = i + 1;
    while (is(code[at], '&') || is(code[at], '*') || is(code[at], 'const')) at++;
    if (code[at]?.kind === 'word') names.add(code[at].text);
  });
  return names;
}

function jsonComparisons(file) {
  if (!file.includes.some(({target}) => target.startsWith('rapidjson/')) && !file.code.some((token) => is(token, 'rapidjson'))) return [];
  const names = jsonNames(file.code);
  return file.code.flatMap((token, i) => {
    if (token.text !== '==' && token.text !== '!=') return [];
    const value = comparesWithNumber(file.code, i, names);
    return value ? [file.problem(token.line, 'json', 'a rapidjson::Value compared with a number recurses for ever under g++ 12; use IsInt64() and GetInt64()')] : [];
  });
}

function comparesWithNumber(code, i, names) {
  const right = is(code[i + 1], '-') ? i + 2 : i + 1;
  if (code[right]?.kind === 'number') return isJsonOperand(code, operandStart(code, i - 1), i, names);
  if (code[i - 1]?.kind === 'number') return isJsonOperand(code, i + 1, operandEnd(code, i + 1), names);
  return false;
}

// A chain like a.b["c"]->d, read backwards from its last token.
function operandStart(code, last) {
  let i = last;
  for (;;) {
    if (is(code[i], ']') || is(code[i], ')')) i = opening(code, i) - 1;
    if (code[i]?.kind !== 'word') return i + 1;
    if (!is(code[i - 1], '.') && !is(code[i - 1], '->') && !is(code[i - 1], '::')) return i;
    i -= 2;
  }
}

function operandEnd(code, first) {
  let i = first + 1;
  while (i < code.length) {
    if (is(code[i], '[') || is(code[i], '(')) i = closing(code, i) + 1;
    else if (is(code[i], '.') || is(code[i], '->') || is(code[i], '::')) i += 2;
    else return i;
  }
  return i;
}

function opening(code, close) {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    if (code[i].kind !== 'punct') continue;
    if (')]}'.includes(code[i].text)) depth++;
    if ('([{'.includes(code[i].text) && --depth === 0) return i;
  }
  return 0;
}

// A declared value itself, something subscripted out of it, or a member iterator's value.
function isJsonOperand(code, start, end, names) {
  const last = code[end - 1];
  if (is(last, 'value') && (is(code[end - 2], '->') || is(code[end - 2], '.'))) return true;
  if (!names.has(code[start]?.text)) return false;
  return end - start === 1 || is(last, ']');
}


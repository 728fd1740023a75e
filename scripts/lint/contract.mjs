// docs/contract.md lists every error code that clients can meet, with its status.
const REASONS = 'protos/keys/error/v1/error.proto';
const CONTRACT = 'docs/contract.md';

export function checkContract(files) {
  const reasons = files.find(({path}) => path === REASONS);
  const contract = files.find(({path}) => path === CONTRACT);
  if (!reasons || !contract) return [];
  const rows = contract.text.split('\n').filter((line) => /^\| [45]\d\d/.test(line));
  return reasonsOf(reasons).filter(({code, http}) => !rows.some((row) => rowHas(row, code, http))).map(
      ({code, http, line}) => reasons.problem(line, 'contract', `${code} (${http}) is not in the table of codes of ${CONTRACT}`));
}

function reasonsOf(file) {
  return file.text.split('\n').flatMap((text, i) => {
    const match = /^\s+([A-Z][A-Z0-9_]+) = \d+ \[\(info\) = \{.*\bhttp: (\d+)/.exec(text);
    return match && match[1] !== 'REASON_UNSPECIFIED' ? [{code: match[1], http: match[2], line: i + 1}] : [];
  });
}

function rowHas(row, code, http) {
  const [, statuses, codes] = row.split('|');
  return statuses.includes(http) && new RegExp(`\\b${code}\\b`).test(codes);
}

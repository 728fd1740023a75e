// Answers cut out of what a connection gave, by their own framing.

/** All answers in `text` (latin1). `bodiless(i)`: whether the i-th answers a HEAD. */
export function answersIn(text, bodiless = () => false) {
  const answers = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (!/^HTTP\/1\.1 \d{3} /.test(rest) || end < 0) throw new Error(`no answer: ${JSON.stringify(rest.slice(0, 200))}`);
    const [first, ...fields] = rest.slice(0, end).split('\r\n');
    const status = Number(first.slice(9, 12));
    const headers = Object.fromEntries(fields.map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    }));
    const empty = bodiless(answers.length) || status < 200 || status === 204 || status === 304;
    const length = empty ? 0 : Number(headers['content-length']);
    answers.push({ status, headers, body: rest.slice(end + 4, end + 4 + length) });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}

/** "status CODE" of a problem, the status alone of anything else. */
export function wordOf({ status, body, headers }) {
  if (headers['content-type'] !== 'application/problem+json' || body === '') return String(status);
  return `${status} ${JSON.parse(body).code}`;
}

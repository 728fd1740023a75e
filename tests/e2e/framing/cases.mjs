// Requests of every hostile kind and what RFC 9112 (or 9110) makes of them:
//   [section, what it is, the bytes, the answers expected in order]
// An answer is "status CODE" ("400 INVALID_ARGUMENT": the framing was refused; "400 UNKNOWN_FIELD": the
// body was read, whole, and its member is unknown), or "200". A refusal is the last answer and closes
// the connection, so that nothing behind it is taken for a request.

const CRLF = '\r\n';
export const HOST = 'Host: shop.example\r\n';
export const BODY = '{"colour":"red"}'; // 16 bytes
const CHUNKED = `10${CRLF}${BODY}${CRLF}0${CRLF}${CRLF}`;
// The bytes that an attacker wants to be taken for the next request.
const SMUGGLED = `GET /config.json HTTP/1.1${CRLF}${HOST}Connection: close${CRLF}${CRLF}`;

const head = (line, ...fields) => `${line}${CRLF}${HOST}${fields.map((field) => field + CRLF).join('')}${CRLF}`;
const get = (...fields) => head('GET /config.json HTTP/1.1', 'Connection: close', ...fields);
const post = (...fields) => head('POST /marketplace/analytics HTTP/1.1', 'Content-Type: application/json', ...fields);
const closing = (...fields) => post('Connection: close', ...fields);

const READ = ['400 UNKNOWN_FIELD'];
const REFUSED = ['400 INVALID_ARGUMENT'];
const THEN_NEXT = ['400 UNKNOWN_FIELD', '200'];

const lengths = [
  ['9112 §6.2', 'Content-Length', closing('Content-Length: 16') + BODY, READ],
  ['9112 §6.2', 'Content-Length, then the next request', post('Content-Length: 16') + BODY + SMUGGLED, THEN_NEXT],
  ['9112 §6.3', 'Content-Length twice, alike', post('Content-Length: 16', 'Content-Length: 16') + BODY + SMUGGLED, REFUSED],
  ['9112 §6.3', 'Content-Length twice, unlike', post('Content-Length: 16', 'Content-Length: 0') + BODY + SMUGGLED, REFUSED],
  ['9112 §6.3', 'Content-Length as a list', post('Content-Length: 16, 16') + BODY + SMUGGLED, REFUSED],
  ...['+16', '-1', '-16', '16 16', '0x10', '16.0', '1e1', '1_6', '', ' ', 'sixteen', '١٦', '16,', ',16', '"16"', '16;',
    '18446744073709551616', '99999999999999999999999999'].map((value) =>
    ['9112 §6.3', `Content-Length "${value}"`, post(`Content-Length: ${Buffer.from(value).toString('latin1')}`) + BODY + SMUGGLED, REFUSED]),
  ['9110 §8.6', 'Content-Length with zeros in front', closing('Content-Length: 0000000016') + BODY, READ],
  ['9110 §15.5.14', 'Content-Length above the limit', post('Content-Length: 1048577') + SMUGGLED, ['413 BODY_TOO_LARGE']],
  ['9110 §15.5.14', 'Content-Length of all bits', post('Content-Length: 18446744073709551615') + SMUGGLED, ['413 BODY_TOO_LARGE']],
  ['9112 §5.1', 'a blank before the colon of Content-Length', post('Content-Length : 16') + BODY + SMUGGLED, REFUSED],
  ['9112 §5.1', 'a tab before the colon', post('Content-Length\t: 16') + BODY + SMUGGLED, REFUSED],
  ['9112 §2.2', 'a vertical tab before the length', post('Content-Length:\x0b16') + BODY + SMUGGLED, REFUSED],
  ['9112 §6.3', 'no length: the body is the next request', post() + SMUGGLED, ['400 INVALID_ARGUMENT', '200']],
];

const codings = [
  ['9112 §7.1', 'chunked', closing('Transfer-Encoding: chunked') + CHUNKED, READ],
  ['9112 §7.1', 'chunked, then the next request', post('Transfer-Encoding: chunked') + CHUNKED + SMUGGLED, THEN_NEXT],
  ['9110 §5.6.1', 'chunked in capitals', closing('Transfer-Encoding: CHUNKED') + CHUNKED, READ],
  ['9110 §5.6.3', 'blanks and tabs around chunked', closing('Transfer-Encoding: \t chunked \t') + CHUNKED, READ],
  ['9112 §6.3', 'Content-Length before Transfer-Encoding', post('Content-Length: 16', 'Transfer-Encoding: chunked') + CHUNKED + SMUGGLED, REFUSED],
  ['9112 §6.3', 'Content-Length after Transfer-Encoding', post('Transfer-Encoding: chunked', 'Content-Length: 26') + CHUNKED + SMUGGLED, REFUSED],
  ['9112 §6.3', 'Content-Length 0 and chunked', post('Content-Length: 0', 'Transfer-Encoding: chunked') + CHUNKED + SMUGGLED, REFUSED],
  ...['identity', 'x', 'chunked, identity', 'chunked, chunked', 'chunked, gzip', '"chunked"', "'chunked'", 'chunked;q=1',
    'chunke', 'xchunked', 'chunkedx', 'chunk\u0000ed', 'chunked\x0b', '\x0bchunked', 'chunked\x0c', '', ',', 'chunked,', ', chunked', 'gzip,, chunked', 'cow, chunked x']
    .map((value) => ['9112 §6.1', `Transfer-Encoding ${JSON.stringify(value)}`,
      post(`Transfer-Encoding: ${value}`) + CHUNKED + SMUGGLED, REFUSED]),
  ['9112 §6.1', 'a coding before chunked that nobody knows', post('Transfer-Encoding: gzip, chunked') + CHUNKED + SMUGGLED, ['501 NOT_IMPLEMENTED']],
  ['9112 §6.3', 'Transfer-Encoding twice', post('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked') + CHUNKED + SMUGGLED, REFUSED],
  ['9112 §6.3', 'Transfer-Encoding twice, identity last', post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity') + CHUNKED + SMUGGLED, REFUSED],
  ['9112 §5.1', 'a blank before the colon of Transfer-Encoding', post('Transfer-Encoding : chunked') + CHUNKED + SMUGGLED, REFUSED],
  ['9112 §5.2', 'Transfer-Encoding folded', post('Transfer-Encoding:', ' chunked') + CHUNKED + SMUGGLED, REFUSED],
  ['9110 §5.1', 'a name that is only like it', post('Transfer_Encoding: chunked', 'Content-Length: 16') + BODY + SMUGGLED, THEN_NEXT],
  ['9110 §5.1', 'a name with a byte above ASCII', post('Transfer-Encoding\xa0: chunked') + CHUNKED + SMUGGLED, REFUSED],
  ['9112 §6.1', 'Transfer-Encoding in HTTP/1.0', `POST /marketplace/analytics HTTP/1.0${CRLF}${HOST}Transfer-Encoding: chunked${CRLF}${CRLF}${CHUNKED}`, REFUSED],
];

const chunk = (body) => post('Transfer-Encoding: chunked') + body + SMUGGLED;
const chunks = [
  ...[`-10${CRLF}`, `+10${CRLF}`, `0x10${CRLF}`, ` 10${CRLF}`, `10 ${CRLF}`, `${CRLF}`, `g${CRLF}`, `1_0${CRLF}`, `10,${CRLF}`,
    `fffffffffffffffff${CRLF}`, `10000000000000000${CRLF}`, `${'0'.repeat(300)}10${CRLF}`, `10\n`, `10\r\r\n`, `10\x00${CRLF}`]
    .map((line) => ['9112 §7.1', `chunk size ${JSON.stringify(line).slice(0, 30)}`, chunk(`${line}${BODY}${CRLF}0${CRLF}${CRLF}`), REFUSED]),
  ['9112 §7.1', 'a chunk beyond the limit', chunk(`100001${CRLF}`), ['413 BODY_TOO_LARGE']],
  ['9112 §7.1', 'a chunk of all bits', chunk(`ffffffffffffffff${CRLF}`), ['413 BODY_TOO_LARGE']],
  ['9112 §7.1', 'a size of capitals and zeros', post('Transfer-Encoding: chunked') + `00010${CRLF}${BODY}${CRLF}000${CRLF}${CRLF}${SMUGGLED}`, THEN_NEXT],
  ['9112 §7.1', 'no line end after a chunk', chunk(`10${CRLF}${BODY}0${CRLF}${CRLF}`), REFUSED],
  ['9112 §7.1', 'something else after a chunk', chunk(`10${CRLF}${BODY}XX0${CRLF}${CRLF}`), REFUSED],
  ['9112 §7.1', 'one byte after a chunk, then silence', post('Transfer-Encoding: chunked') + `10${CRLF}${BODY}0`, REFUSED],
  ['9112 §7.1', 'a line feed alone after a chunk', chunk(`10${CRLF}${BODY}\n0${CRLF}${CRLF}`), REFUSED],
  ['9112 §7.1', 'a size too small', chunk(`f${CRLF}${BODY}${CRLF}0${CRLF}${CRLF}`), REFUSED],
  ['9112 §7.1.1', 'an extension', post('Transfer-Encoding: chunked') + `10;a="b;c"${CRLF}${BODY}${CRLF}0;x${CRLF}${CRLF}${SMUGGLED}`, THEN_NEXT],
  ...['10;', '10;;a', '10;a;', '10;=b', '10;a=', '10;a b', '10;a="b', '10;a="b\\"', '10;a=b ', '10;a=(b)', '10 a', '10;\xff'].map((size) =>
    ['9112 §7.1.1', `an extension that is none: ${JSON.stringify(size)}`, chunk(`${size}${CRLF}${BODY}${CRLF}0${CRLF}${CRLF}`), REFUSED]),
  ['9112 §7.1.1', 'extensions of every form', post('Transfer-Encoding: chunked') + `10 ;a;b=c\t; d = "e;\\"\xff"${CRLF}${BODY}${CRLF}0;f${CRLF}${CRLF}${SMUGGLED}`, THEN_NEXT],
  ['9112 §7.1.1', 'no extension behind the last chunk', chunk(`10${CRLF}${BODY}${CRLF}0;${CRLF}${CRLF}`), REFUSED],
  ['9112 §7.1.1', 'a line feed in an extension', chunk(`10;a\nb${CRLF}${BODY}${CRLF}0${CRLF}${CRLF}`), REFUSED],
  ['9112 §7.1.1', 'an extension of 300 bytes', chunk(`10;${'x'.repeat(300)}${CRLF}${BODY}${CRLF}0${CRLF}${CRLF}`), REFUSED],
  ['9112 §7.1.1', 'an extension on each of 1,000 chunks', chunk(`1;${'x'.repeat(200)}${CRLF} ${CRLF}`.repeat(1000) + `0${CRLF}${CRLF}`), REFUSED],
  ['9112 §7.1.2', 'trailers', post('Transfer-Encoding: chunked') + `10${CRLF}${BODY}${CRLF}0${CRLF}Trailer-Field: x${CRLF}${CRLF}${SMUGGLED}`, THEN_NEXT],
  ['9112 §7.1.2', 'a trailer that would change the framing', post('Transfer-Encoding: chunked') + `10${CRLF}${BODY}${CRLF}0${CRLF}Content-Length: 500${CRLF}${CRLF}${SMUGGLED}`, THEN_NEXT],
  ['9112 §7.1.2', 'a trailer that is no field', chunk(`10${CRLF}${BODY}${CRLF}0${CRLF}GET / HTTP/1.1${CRLF}${CRLF}`), REFUSED],
  ['9112 §7.1.2', 'a trailer without a colon', chunk(`10${CRLF}${BODY}${CRLF}0${CRLF}GET${CRLF}${CRLF}`), REFUSED],
  ['9112 §7.1.2', 'a folded trailer', chunk(`10${CRLF}${BODY}${CRLF}0${CRLF}A: b${CRLF} c${CRLF}${CRLF}`), REFUSED],
  ['9112 §7.1.2', 'endless trailers', chunk(`10${CRLF}${BODY}${CRLF}0${CRLF}${`A: b${CRLF}`.repeat(2000)}`), REFUSED],
  ['9112 §7.1.2', 'a line feed alone after the trailers', chunk(`10${CRLF}${BODY}${CRLF}0${CRLF}\n`), REFUSED],
];

const lines = [
  ['9112 §2.2', 'line feeds alone', `GET /config.json HTTP/1.1\nHost: a\n\n${SMUGGLED}`, REFUSED],
  ['9112 §2.2', 'a line feed alone after a field', `GET /config.json HTTP/1.1${CRLF}Host: a\n${CRLF}${SMUGGLED}`, REFUSED],
  ['9112 §2.2', 'carriage returns alone', `GET /config.json HTTP/1.1\rHost: a\r\r\n\r\n${SMUGGLED}`, REFUSED],
  ['9112 §2.2', 'a carriage return in a field', get('X: a\rb'), REFUSED],
  ['9112 §2.2', 'a carriage return before the line end', get('X: a\r'), REFUSED],
  ['9110 §5.5', 'a NUL in a field', get('X: a\x00b'), REFUSED],
  ['9110 §5.5', 'a NUL in a name', get('X\x00: a'), REFUSED],
  ['9110 §5.5', 'a bell in a field', get('X: \x07'), REFUSED],
  ['9110 §5.5', 'bytes above ASCII in a field', get('X: \xe9\xff'), ['200']],
  ['9112 §5.2', 'a folded field', get('X: a', ' b'), REFUSED],
  ['9112 §5.2', 'a field folded by a tab', get('X: a', '\tb'), REFUSED],
  ['9112 §2.2', 'a blank line of blanks before the fields', `GET /config.json HTTP/1.1${CRLF} ${HOST}${CRLF}`, REFUSED],
  ['9112 §5', 'a field without colon', get('X'), REFUSED],
  ['9112 §5', 'a field without name', get(': x'), REFUSED],
  ['9112 §5', 'a name with a blank', get('X Y: z'), REFUSED],
  ['9112 §5', 'a name in brackets', get('(X): z'), REFUSED],
  ['9112 §2.2', 'an empty line before the request', `${CRLF}${get()}`, ['200']],
  ['9112 §2.2', 'ten empty lines before the request', `${CRLF.repeat(10)}${get()}`, REFUSED],
  ['9112 §2.2', 'blanks before the request', ` ${get()}`, REFUSED],
];

const line = (text) => `${text}${CRLF}${HOST}Connection: close${CRLF}${CRLF}`;
const requestLines = [
  ...['GET /config.json', 'GET  /config.json HTTP/1.1', 'GET /config.json  HTTP/1.1', 'GET /config.json HTTP/1.1 ', 'GET\t/config.json\tHTTP/1.1',
    '/config.json', 'GET', 'GET / a HTTP/1.1', 'G\x00T / HTTP/1.1', 'G@T / HTTP/1.1', 'GET /\x00 HTTP/1.1', 'GET /\x7f HTTP/1.1', 'GET /\xe9 HTTP/1.1',
    'GET /a#b HTTP/1.1', 'GET config.json HTTP/1.1', 'GET * HTTP/1.1', 'GET http/1.1', 'GET / http/1.1', 'GET / HTTP/1.10', 'GET / HTTP/1', 'GET / HTTP/x.1',
    'GET / HTPP/1.1', 'GET ftp://shop.example/ HTTP/1.1', 'GET http:///config.json HTTP/1.1', 'GET http://user@shop.example/config.json HTTP/1.1',
    'GET http:/config.json HTTP/1.1', 'GET //shop.example:80:80@/ HTTP/1.1 x', 'GET shop.example:80 HTTP/1.1', 'OPTIONS shop.example HTTP/1.1']
    .map((text) => ['9112 §3', JSON.stringify(text), line(text), REFUSED]),
  ['9112 §3.2.2', 'absolute form', line('GET http://other.example:8080/config.json HTTP/1.1'), ['200']],
  ['9112 §3.2.2', 'absolute form in capitals', line('GET HTTP://other.example/config.json HTTP/1.1'), ['200']],
  ['9112 §3.2.2', 'absolute form without a path', line('GET http://other.example?x HTTP/1.1'), ['200']],
  ['9112 §3.2.3', 'authority form', line('CONNECT shop.example:443 HTTP/1.1'), ['501 NOT_IMPLEMENTED']],
  ['9112 §3.2.4', 'asterisk form', line('OPTIONS * HTTP/1.1'), ['204']],
  ['9110 §9.1', 'a method nobody knows', line('BREW /config.json HTTP/1.1'), ['405 METHOD_NOT_ALLOWED']],
  ['9110 §9.3.8', 'TRACE', line('TRACE /config.json HTTP/1.1'), ['405 METHOD_NOT_ALLOWED']],
  ['9110 §9.1', 'a method in lower case', line('get /config.json HTTP/1.1'), ['405 METHOD_NOT_ALLOWED']],
  ['9112 §3', 'a method longer than any', line(`${'A'.repeat(100)} / HTTP/1.1`), ['501 NOT_IMPLEMENTED']],
  ['9110 §2.5', 'HTTP/1.9', line('GET /config.json HTTP/1.9'), ['200']],
  ['9110 §15.6.6', 'HTTP/2.0', line('GET /config.json HTTP/2.0'), ['505 HTTP_VERSION_NOT_SUPPORTED']],
  ['9110 §15.6.6', 'HTTP/0.9', line('GET /config.json HTTP/0.9'), ['505 HTTP_VERSION_NOT_SUPPORTED']],
  ['9113 §3.4', 'the preface of HTTP/2', `PRI * HTTP/2.0${CRLF}${CRLF}SM${CRLF}${CRLF}`, ['505 HTTP_VERSION_NOT_SUPPORTED']],
  ['8446 §4.1.2', 'a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'.padEnd(517, '\x5a'), REFUSED],
  ['9112 §3', 'a greeting of SMTP', `EHLO shop.example${CRLF}`, REFUSED],
  ['9112 §3', 'a request of HTTP/0.9', `GET /${CRLF}`, REFUSED],
  ['9112 §3.2.4', 'OPTIONS of a server in absolute form', line('OPTIONS http://shop.example HTTP/1.1'), ['204']],
  ['9112 §3', 'a line of nothing but bytes', '\x00'.repeat(1000), REFUSED],
];

const withHosts = (...hosts) => `GET /config.json HTTP/1.1${CRLF}${hosts.map((host) => `${host}${CRLF}`).join('')}Connection: close${CRLF}${CRLF}`;
const hosts = [
  ['9112 §3.2', 'no Host', withHosts(), REFUSED],
  ['9112 §3.2', 'Host twice', withHosts('Host: a', 'Host: b'), REFUSED],
  ['9112 §3.2', 'Host twice, alike', withHosts('Host: a', 'host: a'), REFUSED],
  ['9112 §3.2', 'an empty Host', withHosts('Host:'), REFUSED],
  ...['a/b', 'a b', 'a@b', 'a?b', 'a\\b', '<a>', 'a\tb', 'a:b', 'a:80:80', 'a:+80', 'a: 80', ':80', '::1', '[::1', '[::1]x', '[::1]:x', '[a]',
    '[127.0.0.1]', 'a%', 'a%4', 'a%zz', '[]', 'a[b]'].map((host) =>
    ['9112 §3.2', `Host ${JSON.stringify(host)}`, withHosts(`Host: ${host}`), REFUSED]),
  ...['a:', 'a:8080', 'a.example.', '127.0.0.1:80', '%41b', '[2001:db8::1]'].map((host) =>
    ['9112 §3.2', `Host ${JSON.stringify(host)}`, withHosts(`Host: ${host}`), ['200']]),
  ['9112 §3.2', 'Host with an address of v6', withHosts('Host: [::1]:8080'), ['200']],
  ['9112 §3.2.2', 'no Host with an absolute form', `GET http://a/config.json HTTP/1.1${CRLF}${CRLF}`, REFUSED],
  ['9110 §2.5', 'HTTP/1.0 without Host', `GET /config.json HTTP/1.0${CRLF}${CRLF}`, ['200']],
  ['9112 §9.3', 'HTTP/1.0 closes', `GET /config.json HTTP/1.0${CRLF}${CRLF}${SMUGGLED}`, ['200']],
  ['9112 §9.3', 'HTTP/1.0 kept by wish', `GET /config.json HTTP/1.0${CRLF}Connection: keep-alive${CRLF}${CRLF}${SMUGGLED}`, ['200', '200']],
  ['9112 §9.3', 'close', `GET /config.json HTTP/1.1${CRLF}${HOST}Connection: close${CRLF}${CRLF}${SMUGGLED}`, ['200']],
  ['9112 §9.3', 'close in a list', `GET /config.json HTTP/1.1${CRLF}${HOST}Connection: x, CLOSE${CRLF}${CRLF}${SMUGGLED}`, ['200']],
];

const many = (count, field = 'X: y') => Array.from({ length: count }, () => field);
const limits = [
  ['9112 §3', 'an address of 8 KiB', line(`GET /${'a'.repeat(8191)} HTTP/1.1`), ['404 NOT_FOUND']],
  ['9110 §15.5.15', 'an address of 8 KiB and a byte', line(`GET /${'a'.repeat(8192)} HTTP/1.1`), ['414 URI_TOO_LONG']],
  ['9110 §15.5.15', 'an address that does not end', `GET /${'a'.repeat(100_000)}`, ['414 URI_TOO_LONG']],
  ['6585 §5', 'a hundred fields', head('GET /config.json HTTP/1.1', 'Connection: close', ...many(98)), ['200']],
  ['6585 §5', 'a hundred and one fields', head('GET /config.json HTTP/1.1', 'Connection: close', ...many(99)), ['431 HEADERS_TOO_LARGE']],
  ['6585 §5', 'one field of 30 KiB', get(`X: ${'y'.repeat(30_000)}`), ['431 HEADERS_TOO_LARGE']],
  ['6585 §5', 'a name of 30 KiB', get(`${'X'.repeat(30_000)}: y`), ['431 HEADERS_TOO_LARGE']],
  ['6585 §5', 'fields without end', `GET /config.json HTTP/1.1${CRLF}${HOST}${`X: y${CRLF}`.repeat(20_000)}`, ['431 HEADERS_TOO_LARGE']],
  ['9110 §15.5.14', 'a body of 1 MiB', closing('Content-Length: 1048576') + `{"colour":"${'r'.repeat(1048576 - 13)}"}`, READ],
  ['9110 §10.1.1', 'Expect with a body too large: no 100', post('Expect: 100-continue', 'Content-Length: 1048577'), ['413 BODY_TOO_LARGE']],
  ['9110 §10.1.1', 'Expect in HTTP/1.0 is passed over', `POST /marketplace/analytics HTTP/1.0${CRLF}Content-Type: application/json${CRLF}Expect: 100-continue${CRLF}Content-Length: 16${CRLF}${CRLF}${BODY}`, READ],
  ['9110 §10.1.1', 'an expectation nobody knows', closing('Expect: miracles', 'Content-Length: 16') + BODY, READ],
  ['9110 §9.3.1', 'GET with a body, read and refused as such', head('GET /config.json HTTP/1.1', 'Content-Length: 16') + BODY + SMUGGLED, ['200', '200']],
];

// Answers to HEAD: the fields of the refusal, and nothing behind them.
export const HEADS = [
  ['9110 §9.3.2', 'HEAD with an address too long', line(`HEAD /${'a'.repeat(8192)} HTTP/1.1`), ['414']],
  ['9110 §9.3.2', 'HEAD with a folded field', head('HEAD /config.json HTTP/1.1', 'X: a', ' b'), ['400']],
  ['9110 §9.3.2', 'HEAD with too many fields', head('HEAD /config.json HTTP/1.1', ...many(100)), ['431']],
  ['9110 §9.3.2', 'HEAD with two lengths', head('HEAD /config.json HTTP/1.1', 'Content-Length: 1', 'Content-Length: 2'), ['400']],
  ['9110 §9.3.2', 'HEAD of what is not there', line('HEAD /nothing HTTP/1.1'), ['404']],
];

export const CASES = [...lengths, ...codings, ...chunks, ...lines, ...requestLines, ...hosts, ...limits];

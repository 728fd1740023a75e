// A local HTTP server that answers from a script, one answer a request, and records the requests.
import http from 'node:http';

/** `answers`: functions (request, response) or [status, body, headers]; the last one answers all further requests. */
export async function serve(...answers) {
  const asked = [];
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(parts).toString() });
      if (typeof answer === 'function') return answer(request, response);
      const [status, body, headers = {}] = answer;
      const type = status >= 400 ? 'application/problem+json' : 'application/json';
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    url: `http://127.0.0.1:${server.address().port}`,
    [Symbol.asyncDispose]: () => close(server),
    close: () => close(server),
  };
}

function close(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}

/** Breaks the connection without an answer. */
export const breaks = (request) => request.socket.destroy();

export const problem = (status, code, more = {}) => ({
  type: `/problems/${code.toLowerCase()}`, title: code, status, detail: `It is ${code}.`, code,
  requestId: 'r-1', error: code, message: `It is ${code}.`, ...more,
});

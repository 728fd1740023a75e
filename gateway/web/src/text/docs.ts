export const docsText = {
  title: 'API reference',
  lead: 'Everything this shop does is an HTTP request away: addresses, parameters, answers, and the codes that errors carry.',
  document: 'The same as an OpenAPI document (openapi.json)',
  operations: 'Operations by service',
  loading: 'Loading the reference …',
  failed: 'The reference could not be loaded.',
  failedText: 'Reload the page to try again. The document itself is openapi.json.',
};

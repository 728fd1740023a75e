// Parts of Grafana's dashboard model: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
// A dashboard is a list of rows; a row is a title and panels, which are laid out from left to right on 24 columns.

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const COLUMNS = 24;

/** query('rate(x[5m])', '{{label}}'): one curve of a panel. */
export const query = (expr, legend = '') => ({ expr, legend });

const targetsOf = (queries) => queries.map(({ expr, legend }, i) => ({
  refId: String.fromCharCode(65 + i), datasource: DATASOURCE, expr, legendFormat: legend === '' ? '__auto' : legend, editorMode: 'code', range: true,
}));

// Green below `limit`, red from it on; without a limit green.
const thresholds = (limit) => ({
  mode: 'absolute',
  steps: [{ color: 'green', value: null }, ...(limit === undefined ? [] : [{ color: 'red', value: limit }])],
});

function panel(type, title, queries, { unit = 'short', width, height, description, limit, min = 0 }, custom, options) {
  return {
    type,
    title,
    ...(description === undefined ? {} : { description }),
    datasource: DATASOURCE,
    gridPos: { w: width, h: height, x: 0, y: 0 },
    fieldConfig: { defaults: { unit, ...(min === null ? {} : { min }), thresholds: thresholds(limit), custom }, overrides: [] },
    options,
    targets: targetsOf(queries),
  };
}

/** Curves over time. */
export const curves = (title, queries, more = {}) => panel('timeseries', title, queries, { width: 8, height: 8, ...more },
  { drawStyle: 'line', lineWidth: 1, fillOpacity: 10, showPoints: 'auto', ...(more.stacked ? { stacking: { mode: 'normal' } } : {}),
    ...(more.limit === undefined ? {} : { thresholdsStyle: { mode: 'dashed' } }) },
  { legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] }, tooltip: { mode: 'multi', sort: 'desc' } });

/** One number, red from `limit` on. */
export const number = (title, queries, more = {}) => panel('stat', title, queries, { width: 4, height: 4, ...more }, {},
  { reduceOptions: { calcs: ['lastNotNull'], values: false, fields: '' }, colorMode: 'background', graphMode: 'area', justifyMode: 'auto',
    orientation: 'auto', textMode: 'auto', wideLayout: true, showPercentChange: false, percentChangeColorMode: 'standard' });

export const row = (title, ...panels) => ({ title, panels });

// Places panels from left to right and gives them numbers.
function laidOut(rows) {
  const placed = [];
  let y = 0;
  for (const { title, panels } of rows) {
    placed.push({ type: 'row', title, collapsed: false, gridPos: { w: COLUMNS, h: 1, x: 0, y }, panels: [] });
    y += 1;
    let x = 0;
    let tallest = 0;
    for (const one of panels) {
      if (x + one.gridPos.w > COLUMNS) {
        y += tallest;
        x = tallest = 0;
      }
      placed.push({ ...one, gridPos: { ...one.gridPos, x, y } });
      x += one.gridPos.w;
      tallest = Math.max(tallest, one.gridPos.h);
    }
    y += tallest;
  }
  return placed.map((one, i) => ({ id: i + 1, ...one }));
}

const datasourceVariable = {
  type: 'datasource', name: 'datasource', label: 'Prometheus', query: 'prometheus', hide: 0, multi: false, includeAll: false, refresh: 1,
  options: [], current: { text: 'Prometheus', value: 'prometheus' },
};

/** A variable whose values are those of a label; `first` is chosen at the start. */
export const labelVariable = (name, label, ofQuery, first) => ({
  type: 'query', name, label, datasource: DATASOURCE, query: ofQuery, refresh: 2, sort: 1, hide: 0, multi: false, includeAll: false, options: [],
  current: { text: first, value: first },
});

export const dashboard = (uid, title, description, rows, variables = []) => ({
  uid,
  title,
  description,
  tags: ['keys'],
  editable: false,
  graphTooltip: 1,
  schemaVersion: 39,
  refresh: '30s',
  time: { from: 'now-3h', to: 'now' },
  timezone: 'browser',
  links: [{ type: 'dashboards', title: 'KEYS', icon: '', tooltip: '', tags: ['keys'], asDropdown: true, targetBlank: false, includeVars: false, keepTime: true }],
  templating: { list: [datasourceVariable, ...variables] },
  annotations: { list: [] },
  panels: laidOut(rows),
});

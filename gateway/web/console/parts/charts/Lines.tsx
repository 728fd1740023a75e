import {scaleLinear, scaleTime} from 'd3-scale';
import {line} from 'd3-shape';

export interface Series {
  name: string;
  // 1 to 4: which colour of the charts.
  colour: number;
  values: number[];
}
interface LinesProps {
  // What is shown, for screen readers; the table beside it has the numbers.
  label: string;
  days: Date[];
  series: Series[];
  write: (value: number) => string;
}

const WIDTH = 720;
const HEIGHT = 240;
const LEFT = 76;
const BOTTOM = 26;
const TOP = 10;
const DAY = new Intl.DateTimeFormat('en-US', {month: 'short', day: 'numeric', timeZone: 'UTC'});

// One line a series over days.
export function Lines({label, days, series, write}: LinesProps) {
  const first = days[0] ?? new Date(0);
  const x = scaleTime([first, days.at(-1) ?? first], [LEFT, WIDTH - 8]);
  const values = series.flatMap((one) => one.values);
  const y = scaleLinear([Math.min(0, ...values), Math.max(1, ...values)], [HEIGHT - BOTTOM, TOP]).nice(4);
  const path = line<number>((_value, i) => x(days[i] ?? first), (value) => y(value));
  return (
    <figure class="stack stack-s">
      <div class="chart-box" role="group" aria-label={label} tabIndex={0}>
        <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
          {y.ticks(4).map((tick) => (
            <g key={tick}>
              <line class="chart-grid" x1={LEFT} x2={WIDTH - 8} y1={y(tick)} y2={y(tick)} />
              <text class="chart-text" x={LEFT - 8} y={y(tick)} text-anchor="end" dominant-baseline="middle">{write(tick)}</text>
            </g>
          ))}
          {x.ticks(6).map((tick) => <text key={String(tick)} class="chart-text" x={x(tick)} y={HEIGHT - 6} text-anchor="middle">{DAY.format(tick)}</text>)}
          {series.map(({name, colour, values: ofSeries}) => <path key={name} class={`chart-line chart-colour-${colour}`} d={path(ofSeries) ?? ''} />)}
        </svg>
      </div>
      <figcaption class="row small soft">
        {series.map(({name, colour}) => <span key={name} class="legend"><span class={`legend-mark chart-colour-${colour}`} aria-hidden="true" />{name}</span>)}
      </figcaption>
    </figure>
  );
}

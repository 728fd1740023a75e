import {scaleLinear} from 'd3-scale';

interface BarsProps {
  // What is shown, for screen readers.
  label: string;
  bars: {name: string; value: number}[];
}

const LONGEST = 100;

// Bars below each other. Names and numbers are text, so that they keep their size on a phone and are read out.
export function Bars({label, bars}: BarsProps) {
  const length = scaleLinear([0, Math.max(1, ...bars.map(({value}) => value))], [0, LONGEST]);
  return (
    <ul class="bars" aria-label={label}>
      {bars.map(({name, value}) => (
        <li key={name}>
          <span class="bar-name">{name}</span>
          <svg class="bar" viewBox={`0 0 ${LONGEST} 10`} preserveAspectRatio="none" aria-hidden="true">
            <rect class="chart-bar" width={Math.max(0.4, length(value))} height="10" />
          </svg>
          <span class="numbers">{value.toLocaleString('en-US')}</span>
        </li>
      ))}
    </ul>
  );
}

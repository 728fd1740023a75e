-- Every row of the original has become something, or this fails. Then the list on standard output, and the sums.

DO $$
BEGIN
  IF EXISTS (SELECT FROM original WHERE place NOT IN (SELECT place FROM outcomes)) THEN
    RAISE EXCEPTION 'rows of the original were neither carried nor listed';
  END IF;
END
$$;

\copy (SELECT r.tab AS "table", said.what, said.reason, said.detail, r.line AS "row" FROM (SELECT place, CASE outcome WHEN 'left' THEN 'not carried' ELSE outcome END AS what, reason, detail FROM outcomes WHERE reason IS NOT NULL UNION ALL SELECT place, 'note', reason, detail FROM notes) AS said JOIN original r USING (place) ORDER BY r.place, said.what, said.reason, said.detail) TO STDOUT (FORMAT csv, HEADER)

\o :sums
SELECT format('%-32s %8s %8s %8s %8s %8s', 'table', 'rows', 'written', 'there', 'merged', 'left')
UNION ALL
SELECT format('%-32s %8s %8s %8s %8s %8s', tab, count(*), count(*) FILTER (WHERE outcome = 'written'), count(*) FILTER (WHERE outcome = 'kept'),
              count(*) FILTER (WHERE outcome = 'merged'), count(*) FILTER (WHERE outcome = 'left'))
FROM original JOIN outcomes USING (place) GROUP BY tab;
\o

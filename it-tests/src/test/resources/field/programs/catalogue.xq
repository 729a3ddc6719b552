declare namespace map = "http://www.w3.org/2005/xpath-functions/map";
declare function local:fib($n as xs:integer) as xs:integer {
  if ($n lt 2) then $n else local:fib($n - 1) + local:fib($n - 2)
};
<report>{
  for $book in /catalogue/book
  group by $kind := $book/@kind/string()
  order by $kind
  return
    <kind name="{$kind}" sum="{format-number(sum($book/price), '#,##0.00')}">{
      for $one at $i in subsequence(sort($book, (), function($b) { -number($b/price) }), 1, 5)
      return <title n="{$i}">{upper-case($one/title)}, {replace($one/title, '\d+', '#')}</title>
    }</kind>,
  <fib>{local:fib(14)}</fib>,
  <words>{string-join(distinct-values(/catalogue/book/tokenize(title, '\s+')[1]), ' ')}</words>,
  <map>{let $m := map:merge(for $i in 1 to 50 return map { $i : $i * $i }) return sum($m?*)}</map>
}</report>

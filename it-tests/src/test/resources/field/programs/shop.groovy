import groovy.transform.CompileStatic
import groovy.transform.Immutable
import groovy.transform.Memoized

@Immutable class Item { String name; int price; String kind }

class Shop {
  List<Item> items = []
  def methodMissing(String name, args) { "no ${name}(${args.join(', ')})" }
  @Memoized BigInteger factorial(int n) { n < 2 ? 1G : n * factorial(n - 1) }
  @CompileStatic int primes(int limit) {
    int count = 0
    for (int i = 2; i < limit; i++) {
      boolean prime = true
      for (int j = 2; j * j <= i; j++) { if (i % j == 0) { prime = false; break } }
      if (prime) { count++ }
    }
    count
  }
}

def shop = new Shop()
(1..500).each { n -> shop.items << new Item("item $n", n * 7 % 101, ['book', 'disc', 'toy'][n % 3]) }
println shop.items.groupBy { it.kind }.collectEntries { k, v -> [k, v*.price.sum()] }.sort()
println shop.items.sort { a, b -> b.price <=> a.price ?: a.name <=> b.name }.take(5)
println shop.buy('book', 3)
println shop.factorial(40)
println shop.primes(2000)
println 'a1b22c333'.findAll(/\d+/)*.toInteger().inject(0) { a, b -> a + b }
Integer.metaClass.doubled = { -> delegate * 2 }
println 21.doubled()
println ([1, [2, [3, [4]]]].flatten() + (1..<5).collectMany { [it] * it })
try { shop.items[0].name = 'x' } catch (ReadOnlyPropertyException e) { println e.message }
println new Expando(greet: { "hello $it" }).greet('world')
println evaluate('def m = [:].withDefault { it * it }; (1..10).each { m[it] }; m')
println((1..20).stream().map { it ** 2 }.filter { it % 2 == 0 }.toList())
assert shop.items.size() == 500

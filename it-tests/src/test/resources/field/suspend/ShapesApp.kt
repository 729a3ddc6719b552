package com.acme.suspend

import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlin.coroutines.startCoroutine
import kotlin.coroutines.suspendCoroutine
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

private val timer = Executors.newSingleThreadScheduledExecutor { Thread(it).apply { isDaemon = true } }

interface Store {
  suspend fun load(key: String): String { delay(5); return key } // default

  suspend fun plain(key: String): String
}

open class Shop : Store {
  override suspend fun plain(key: String): String { yield(); return load(key) } // state machine: load is no tail call? it is

  open suspend fun price(item: String): Int { delay(3); delay(3); return item.length } // $suspendImpl

  suspend fun deep(n: Int): Int { if (n == 0) { delay(2); return 0 }; val below = deep(n - 1); return below + 1 }

  suspend fun deepTail(n: Int): Int = if (n == 0) nap() else deepTail(n - 1)

  suspend fun nap(): Int = suspendCoroutine { c -> timer.schedule({ c.resume(7) }, 5, TimeUnit.MILLISECONDS) }

  suspend fun bridge(fail: Boolean): Int = suspendCancellableCoroutine { c ->
    timer.schedule({ if (fail) c.resumeWithException(java.io.IOException("x")) else c.resume(1) }, 5, TimeUnit.MILLISECONDS)
  }

  suspend fun atOnce(): Int = suspendCancellableCoroutine { it.resume(3) }

  suspend fun elsewhere(): String = withContext(Dispatchers.IO) { Thread.sleep(5); delay(5); Thread.currentThread().name }

  suspend fun fan(n: Int): Int = coroutineScope { (1..n).map { async { price("abc") } }.awaitAll().sum() }

  suspend fun supervised(): Unit = supervisorScope { launch { delay(5) } }

  suspend fun nothing(): Nothing { delay(2); throw IllegalArgumentException("no") }

  suspend fun tailNothing(): Nothing = nothing()

  suspend fun unit() { nap() }

  suspend fun result(fail: Boolean): Result<String> { delay(2); return if (fail) Result.failure(IllegalStateException("r")) else Result.success("ok") }

  suspend fun forever() { delay(100_000) }

  suspend fun caught(): Int = try { bridge(true) } catch (e: java.io.IOException) { 4 }

  suspend fun cached(hit: Boolean): Int = if (hit) 1 else nap()

  private suspend fun hidden(): Int { delay(2); return 9 }

  suspend fun callsHidden(): Int = coroutineScope { async { hidden() }.await() }

  suspend fun labelled(name: String): Boolean { delay(2); return name == "good" }

  suspend fun lost(): Int = suspendCoroutine { }

  suspend fun lostWithState(): Int { val n = suspendCoroutine<Int> { }; return n + 1 }

  fun ticks(): Flow<Int> = flow { for (i in 1..3) { delay(1); emit(i) } }

  suspend fun sum(): Int { var s = 0; ticks().collect { s += price("a".repeat(it)) }; return s }

  fun numbers(): Sequence<Int> = sequence { yield(1); yieldAll(listOf(2, 3)); yield(4) }

  companion object {
    suspend fun shared(): Int { delay(2); return 5 }

    @JvmStatic suspend fun stat(): Int { delay(2); return 6 }
  }
}

class Mall : Shop() {
  override suspend fun price(item: String): Int = super.price(item) + 1
}

suspend fun String.twice(): String { delay(2); return this + this }

suspend fun top(): Int { delay(2); yield(); return 1 }

suspend inline fun inlined(block: suspend () -> Int): Int { delay(1); return block() }

suspend fun usesInline(): Int = inlined { top() }

object Rec {
  suspend fun outer(n: Int): Int { delay(1); return if (n == 0) 0 else 1 + outer(n - 1) }
}

fun counted(name: String, n: Int, block: suspend () -> Unit) = runBlocking {
  repeat(n) { try { block() } catch (e: Exception) { if (e is CancellationException && e !is kotlinx.coroutines.TimeoutCancellationException) throw e } }
}

fun main(args: Array<String>) {
  if (args.isNotEmpty()) {
    // whoever attaches the agent finds the library in use
    runBlocking { Shop().plain("before") }
    println("waits")
    readln()
  }
  val shop = Shop()
  val mall = Mall()
  counted("load", 2) { shop.load("k") }
  counted("plain", 2) { shop.plain("k") }
  counted("price", 2) { shop.price("abc") }
  counted("mall", 2) { mall.price("abc") }
  counted("deep", 1) { shop.deep(10) }
  counted("deepTail", 1) { shop.deepTail(10) }
  counted("nap", 2) { shop.nap() }
  counted("bridge", 2) { shop.bridge(false) }
  counted("bridge", 3) { shop.bridge(true) }
  counted("atOnce", 4) { shop.atOnce() }
  counted("elsewhere", 3) { shop.elsewhere() }
  counted("fan", 2) { shop.fan(5) }
  counted("supervised", 2) { shop.supervised() }
  counted("nothing", 2) { shop.nothing() }
  counted("tailNothing", 2) { shop.tailNothing() }
  counted("unit", 2) { shop.unit() }
  counted("result", 2) { shop.result(true) }
  counted("result", 2) { shop.result(false) }
  counted("caught", 2) { shop.caught() }
  counted("cached", 20) { shop.cached(true) }
  counted("cached", 2) { shop.cached(false) }
  counted("hidden", 2) { shop.callsHidden() }
  counted("labelled", 2) { shop.labelled("good") }
  counted("labelled", 3) { shop.labelled("bad") }
  counted("timeout", 2) { withTimeout(20) { shop.forever() } }
  counted("sum", 1) { shop.sum() }
  counted("shared", 2) { Shop.shared() }
  counted("stat", 2) { Shop.stat() }
  counted("twice", 2) { "a".twice() }
  counted("top", 2) { top() }
  counted("usesInline", 2) { usesInline() }
  counted("rec", 1) { Rec.outer(5) }
  // references
  runBlocking { coroutineScope { val f: suspend (Int) -> Int = shop::deep; f(0) } }
  val latch = CountDownLatch(1)
  val ref: suspend () -> Int = shop::nap
  ref.startCoroutine(Continuation(EmptyCoroutineContext) { latch.countDown() })
  latch.await()
  // canceled
  runBlocking {
    val job = launch(Dispatchers.Default) { shop.forever() }
    delay(50)
    job.cancel()
    job.join()
  }
  println("numbers " + shop.numbers().sum() + " " + shop.numbers().first())
  JavaCaller.call(shop)
  drop()
  println("ready")
  while (readln() == "collect") {
    System.gc()
    println("collected")
  }
}

fun drop() {
  val shop = Shop()
  val a: suspend () -> Int = { shop.lost() }
  a.startCoroutine(Continuation(EmptyCoroutineContext) { })
  val b: suspend () -> Int = { shop.lostWithState() }
  b.startCoroutine(Continuation(EmptyCoroutineContext) { })
}

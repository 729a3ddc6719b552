package com.acme.suspend

import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

class Svc {
  // 300 ms, three suspension points
  suspend fun fetch(id: String): String {
    delay(100)
    delay(100)
    delay(100)
    return id
  }

  suspend fun tail(id: String): String = fetch(id)

  suspend fun broken(id: String): String {
    delay(50)
    throw IllegalStateException(id)
  }

  suspend fun tooSlow(id: String): String = withTimeout(50) {
    delay(1000)
    id
  }

  suspend fun noSuspend(id: String): String = id

  fun blockingTimeout() = runBlocking { withTimeout(50) { delay(1000) } }

  fun `renders a page`() {}

  @JvmInline value class Id(val v: Int)

  fun withId(id: Id) {}
}

interface Greeter {
  fun greet(): String = "hi"
}

class Polite : Greeter

fun main() {
  runBlocking {
    val svc = Svc()
    repeat(4) { svc.fetch("a") }
    repeat(2) { svc.tail("b") }
    repeat(3) { try { svc.broken("c") } catch (e: IllegalStateException) { } }
    repeat(2) { try { svc.tooSlow("d") } catch (e: TimeoutCancellationException) { } }
    try { svc.blockingTimeout() } catch (e: TimeoutCancellationException) { }
    svc.noSuspend("e")
    svc.`renders a page`()
    svc.withId(Svc.Id(1))
    repeat(5) { Polite().greet() }
  }
  println("ready")
  System.`in`.read()
}

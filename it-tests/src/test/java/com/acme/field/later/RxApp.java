package com.acme.field.later;

import com.acme.harness.Pause;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.flowables.ConnectableFlowable;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The five types of RxJava, each subscribed to, failing, disposed of, and left alone. */
public final class RxApp {
  private RxApp() {}

  /** What is measured. */
  static final class Service {
    Single<String> single(boolean good) {
      return good
          ? Single.timer(100, TimeUnit.MILLISECONDS).map(x -> "single")
          : Single.error(new IllegalStateException("single"));
    }

    Maybe<String> maybe(int what) {
      return what == 0
          ? Maybe.just("maybe")
          : what == 1 ? Maybe.empty() : Maybe.error(new IllegalStateException("maybe"));
    }

    Completable completable(boolean good) {
      return good
          ? Completable.timer(100, TimeUnit.MILLISECONDS)
          : Completable.error(new IllegalStateException("completable"));
    }

    Flowable<Integer> flowable(boolean good) {
      Flowable<Integer> numbers = Flowable.range(0, 5);
      return good ? numbers : numbers.map(x -> 1 / (x - 2));
    }

    Observable<Integer> observable(boolean good) {
      Observable<Integer> numbers = Observable.range(0, 5);
      return good ? numbers : numbers.map(x -> 1 / (x - 2));
    }

    Single<String> slow() {
      return Single.timer(60, TimeUnit.SECONDS).map(x -> "slow");
    }

    Single<String> limited() {
      return Single.timer(60, TimeUnit.SECONDS).map(x -> "slow").timeout(50, TimeUnit.MILLISECONDS);
    }

    SingleSource<String> declared() {
      return Single.just("declared");
    }

    Observable<Integer> subjectInside() {
      return PublishSubject.create();
    }

    PublishSubject<Integer> subject() {
      return PublishSubject.create();
    }

    ConnectableFlowable<Integer> connectable() {
      return Flowable.range(0, 2).publish();
    }
  }

  private static void failing(Supplier<?> one) {
    try {
      System.out.println(one.get());
    } catch (IllegalStateException | ArithmeticException e) {
      System.out.println(e.getMessage());
    }
  }

  public static void main(String[] args) throws IOException {
    Service service = new Service();
    for (int i = 0; i < 3; i++) {
      System.out.println(service.single(true).blockingGet());
      failing(() -> service.single(false).blockingGet());
      System.out.println(service.maybe(0).blockingGet() + service.maybe(1).blockingGet());
      failing(() -> service.maybe(2).blockingGet());
      service.completable(true).blockingAwait();
      failing(() -> service.completable(false).blockingAwait(1, TimeUnit.MINUTES));
      System.out.println(service.flowable(true).blockingLast());
      failing(() -> service.flowable(false).blockingLast());
      System.out.println(service.observable(true).blockingLast());
      failing(() -> service.observable(false).blockingLast());
    }
    Single<String> twice = service.single(true);
    System.out.println(twice.blockingGet() + twice.blockingGet());
    Single<String> nobody = service.single(true);
    System.out.println(nobody != twice);
    System.out.println(service.flowable(true).take(2).blockingLast());
    System.out.println(service.observable(true).take(2).blockingLast());
    Disposable unwanted = service.slow().subscribe();
    unwanted.dispose();
    System.out.println(service.limited().onErrorReturnItem("too late").blockingGet());
    System.out.println(Single.wrap(service.declared()).blockingGet());
    PublishSubject<Integer> subject = (PublishSubject<Integer>) service.subjectInside();
    System.out.println(subject.hasObservers() + " " + service.subject().hasObservers());
    System.out.println(service.connectable().autoConnect().blockingLast());
    Pause.at("done");
    System.exit(0);
  }
}

package com.acme.pack;

import com.acme.harness.Pause;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Jobs of Quartz, a known number of each way to end. */
public final class QuartzApp {
  private static final CountDownLatch ENDED = new CountDownLatch(8);
  private static final CountDownLatch BEGUN = new CountDownLatch(1);
  private static final CountDownLatch LEAVE = new CountDownLatch(1);

  private QuartzApp() {}

  /** Works. */
  public static final class Sweep implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      ENDED.countDown();
    }
  }

  /** Fails. */
  public static final class Bill implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      ENDED.countDown();
      throw new JobExecutionException("no");
    }
  }

  /** Takes as long as it is let. */
  public static final class Wait implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      try {
        BEGUN.countDown();
        LEAVE.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    Pause.at("before");
    Properties properties = new Properties();
    properties.setProperty("org.quartz.threadPool.threadCount", "2");
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
    scheduler.start();
    schedule(scheduler, Sweep.class, 5);
    schedule(scheduler, Bill.class, 3);
    ENDED.await();
    schedule(scheduler, Wait.class, 1);
    BEGUN.await(); // a shutdown waits for what runs, not for what is to begin
    Pause.at("inside");
    LEAVE.countDown();
    scheduler.shutdown(true);
    System.out.println("executed " + scheduler.getMetaData().getNumberOfJobsExecuted());
    Pause.at("after");
  }

  private static void schedule(Scheduler scheduler, Class<? extends Job> job, int times)
      throws Exception {
    scheduler.scheduleJob(
        JobBuilder.newJob(job).build(),
        TriggerBuilder.newTrigger()
            .withSchedule(
                SimpleScheduleBuilder.simpleSchedule()
                    .withIntervalInMilliseconds(20)
                    .withRepeatCount(times - 1))
            .build());
  }
}

package io.mailslot.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** What a mailslot of a home that this process is attached to had come to. */
@Name("mailslot.MailslotStatistics")
@Label("Mailslot Statistics")
@Description("What a mailslot of a home that this process is attached to had come to.")
@Category("Mailslot")
@StackTrace(false)
@Period("1 s")
public final class MailslotStatistics extends Event {
    @Label("Home")
    private String home;

    @Label("Mailslot")
    private String mailslot;

    @Label("Messages")
    @Description("Appended ever; -1 if the queue cannot be read")
    private long messages;

    @Label("Bytes")
    @Description("Of the messages appended ever; -1 if the queue cannot be read")
    @DataAmount
    private long bytes;

    @Label("Unread")
    @Description("By the receiver that lags most; -1 if the queue cannot be read")
    private long unread;

    @Label("Missed")
    @Description("Dropped before the receiver that lags most had read it")
    private long missed;

    @Label("Capacity")
    @DataAmount
    private long capacity;

    @Label("Full")
    @Description("Whether a sender sleeps until there is room, or has done so since there last was")
    private boolean full;

    @Label("Receivers")
    private int receivers;

    @Label("Senders")
    private int senders;

    private MailslotStatistics() {}

    /** Tells of one mailslot. */
    public static void tell(String home, String mailslot, Figures figures) {
        MailslotStatistics event = new MailslotStatistics();
        if (event.isEnabled()) {
            event.home = home;
            event.mailslot = mailslot;
            event.messages = figures.messages();
            event.bytes = figures.bytes();
            event.unread = figures.unread();
            event.missed = figures.missed();
            event.capacity = figures.capacity();
            event.full = figures.full();
            event.receivers = figures.receivers();
            event.senders = figures.senders();
            event.commit();
        }
    }

    /** What is told. */
    public record Figures(
            long messages,
            long bytes,
            long unread,
            long missed,
            long capacity,
            boolean full,
            int receivers,
            int senders) {}
}

package io.mailslot.inspect;

import java.util.List;

/**
 * A home that this JVM is attached to, as management sees it: of each home there is one while a kernel is open that was asked for it by
 * {@code KernelOptions.withManagement} or by the system property {@code mailslot.jmx}. Its object name is
 * {@code io.mailslot:type=Home,path="/dev/shm/mailslot-root"}, and has {@code ,copy=2} at the end, or a higher number, where another
 * copy of the library has that one. What is read within a second is of one look at the home. A home that cannot be looked at fails
 * with {@link IllegalStateException}, which says why.
 *
 * @since 0.1.0
 */
public interface HomeMXBean {
    /** {@return the home directory} */
    String getHome();

    /** {@return this JVM's process id} */
    long getProcessId();

    /** {@return the mailslots of the home, by name} */
    List<Mailslot> getMailslots();

    /** {@return how many processes the home has, dead ones that nobody has reaped yet included} */
    int getProcesses();

    /** {@return how many handles all of them have open} */
    int getHandles();

    /** {@return how many changes were completed since the home was begun: each handle that was opened or closed is one} */
    long getChanges();

    /**
     * One mailslot.
     *
     * @since 0.1.0
     */
    interface Mailslot {
        /** {@return the name as it was created} */
        String getName();

        /** {@return messages that the receiver that lags most has not read; -1 if the queue cannot be read} */
        long getUnread();

        /** {@return bytes that the queue's files may take; -1 if it cannot be read} */
        long getCapacity();

        /** {@return messages that were ever appended; -1 if the queue cannot be read} */
        long getAppended();

        /** {@return what the receiver that lags most has not read because the mailslot dropped it} */
        long getMissed();

        /** {@return how many receivers are open} */
        int getReceivers();

        /** {@return how many senders are open} */
        int getSenders();
    }
}

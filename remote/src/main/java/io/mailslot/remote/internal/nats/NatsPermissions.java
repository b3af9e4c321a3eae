package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Address;
import java.util.List;
import java.util.Locale;

/**
 * What a server has to permit to a machine's user: its own name as the sender, what is addressed to itself, and what is to all. The
 * user needs {@code allow_responses} as well.
 *
 * <p>A machine's stream is made by itself, or by the first that sends to it if that one may. It is to be there before a machine that
 * is not trusted is let in: until then that one could have a stream with the other's subjects.
 *
 * @param publish subjects
 * @param subscribe subjects
 */
public record NatsPermissions(List<String> publish, List<String> subscribe) {
    /**
     * Lists them.
     *
     * @param domain the domain's name
     * @param machine the machine's
     * @return what it needs, and nothing more
     */
    public static NatsPermissions of(String domain, String machine) {
        String me = machine.toLowerCase(Locale.ROOT);
        Subjects subjects = new Subjects(domain.toLowerCase(Locale.ROOT), me);
        String own = subjects.stream(me);
        String all = subjects.stream(Address.ALL);
        return new NatsPermissions(
                List.of(
                        subjects.fromMe(false),
                        subjects.fromMe(true),
                        subjects.hello(),
                        "$JS.API.STREAM.INFO." + own,
                        "$JS.API.STREAM.CREATE." + own,
                        "$JS.API.STREAM.UPDATE." + own,
                        "$JS.API.STREAM.INFO." + all,
                        "$JS.API.STREAM.CREATE." + all,
                        "$JS.API.CONSUMER.CREATE." + own + ".>",
                        "$JS.API.CONSUMER.DELETE." + own + ".*",
                        "$JS.API.CONSUMER.MSG.NEXT." + own + ".*",
                        "$JS.ACK." + own + ".>",
                        "$JS.API.CONSUMER.CREATE." + all + ".>",
                        "$JS.API.CONSUMER.INFO." + all + ".*",
                        "$JS.API.CONSUMER.MSG.NEXT." + all + ".*",
                        "$JS.ACK." + all + ".>"),
                List.of(subjects.inbox() + ".>", subjects.hello()));
    }
}

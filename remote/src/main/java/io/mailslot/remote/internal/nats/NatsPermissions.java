package io.mailslot.remote.internal.nats;

import io.mailslot.remote.internal.link.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a server has to permit to a machine's user: its own name as the sender, what is addressed to itself, and what is to all. The
 * user needs {@code allow_responses} as well.
 *
 * <p><b>Who may make or change a stream, be it his own, is trusted by the whole domain</b>: a stream can be told to copy, and take, what
 * is in any other one, or to send on under any subject. {@link #strict} therefore leaves that out; somebody who is trusted then makes
 * the streams, {@link #ofMaker}.
 *
 * <p>Each machine sees how much is stored for each other one, and from whom: it stops before there is too much. What is stored it sees
 * of its own stream, and of that of all.
 *
 * <p>What is to all is one stream, of which a machine of bad will can use another one's place; what is to one machine is not.
 *
 * @param publish subjects
 * @param subscribe subjects
 */
public record NatsPermissions(List<String> publish, List<String> subscribe) {
    private static final List<String> MAKING = List.of("CREATE", "UPDATE");

    /**
     * Lists them for a machine that makes its own stream, and that of all.
     *
     * @param domain the domain's name
     * @param machine the machine's
     * @return all that it needs; a machine that has this is trusted by the others
     */
    public static NatsPermissions of(String domain, String machine) {
        NatsPermissions permissions = strict(domain, machine);
        Subjects subjects = subjects(domain, machine);
        return permissions.with(List.of(
                "$JS.API.STREAM.CREATE." + subjects.stream(folded(machine)),
                "$JS.API.STREAM.UPDATE." + subjects.stream(folded(machine)),
                "$JS.API.STREAM.CREATE." + subjects.stream(Address.ALL)));
    }

    /**
     * Lists them for a machine whose stream is made by somebody else.
     *
     * @param domain the domain's name
     * @param machine the machine's
     * @return what it needs, and nothing more
     */
    public static NatsPermissions strict(String domain, String machine) {
        Subjects subjects = subjects(domain, machine);
        String own = subjects.stream(folded(machine));
        String all = subjects.stream(Address.ALL);
        return new NatsPermissions(
                List.of(
                        subjects.fromMe(false),
                        subjects.fromMe(true),
                        subjects.hello(),
                        "$JS.API.STREAM.INFO.*",
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

    /**
     * Lists them for who makes the streams of others, {@link NatsLinks#makeStreams}.
     *
     * @param domain the domain's name
     * @param maker his name, which may be that of a machine
     * @param machines whose streams he makes
     * @return all that he needs
     */
    public static NatsPermissions ofMaker(String domain, String maker, Collection<String> machines) {
        Subjects subjects = subjects(domain, maker);
        List<String> streams = new ArrayList<>(List.of(subjects.stream(Address.ALL)));
        machines.forEach(machine -> streams.add(subjects.stream(folded(machine))));
        List<String> more = new ArrayList<>();
        for (String stream : streams) {
            MAKING.forEach(operation -> more.add("$JS.API.STREAM." + operation + "." + stream));
        }
        return strict(domain, maker).with(more);
    }

    private NatsPermissions with(List<String> more) {
        return new NatsPermissions(
                Stream.concat(publish.stream(), more.stream()).distinct().toList(), subscribe);
    }

    private static Subjects subjects(String domain, String machine) {
        return new Subjects(folded(domain), folded(machine));
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

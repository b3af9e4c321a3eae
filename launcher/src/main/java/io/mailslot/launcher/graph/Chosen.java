package io.mailslot.launcher.graph;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.HandleInfo;
import io.mailslot.api.ObjectType;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.inspect.ObjectStatus;
import io.mailslot.inspect.ProcessStatus;
import io.mailslot.launcher.look.LookContext;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What of a home is drawn: all of it, or processes with all their handles, and objects with all handles to them. */
final class Chosen {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final boolean all;
    private final Set<Long> processes = new HashSet<>();
    private final Set<Long> objects = new HashSet<>();

    private Chosen(boolean all) {
        this.all = all;
    }

    /**
     * By process ids, identities of objects, and parts of their names; all, if there are none.
     *
     * @param where what makes another look see the same home
     */
    static Chosen of(HomeSnapshot home, List<String> words, LookContext context, String where) {
        Chosen chosen = new Chosen(words.isEmpty());
        for (String word : words) {
            int before = chosen.processes.size() + chosen.objects.size();
            boolean found = chosen.add(home, word);
            if (!found && chosen.processes.size() + chosen.objects.size() == before) {
                throw context.failure(
                        ErrorCode.FILE_NOT_FOUND,
                        "no process and no object '" + word + "' in " + home.home()
                                + "; see what there is with: mailslot objects" + where);
            }
        }
        return chosen;
    }

    private boolean add(HomeSnapshot home, String word) {
        boolean found = false;
        if (NUMBER.matcher(word).matches()) {
            for (ProcessStatus process : home.processes()) {
                if (String.valueOf(process.processId()).equals(word)) {
                    processes.add(process.objectId());
                    found = true;
                }
            }
        }
        for (ObjectStatus object : home.objects()) {
            if (isMeant(object.objectId(), object.type(), object.name(), word)) {
                objects.add(object.objectId());
                found = true;
            }
        }
        return found;
    }

    private static boolean isMeant(long id, ObjectType type, String name, String word) {
        if (type == ObjectType.PROCESS || NUMBER.matcher(word).matches()) {
            return name.equals(word) || address(id).equalsIgnoreCase(word);
        }
        return address(id).equalsIgnoreCase(word)
                || name.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    private static String address(long id) {
        return "0x" + Long.toHexString(id);
    }

    boolean has(ProcessStatus process) {
        return all || processes.contains(process.objectId());
    }

    boolean has(ProcessStatus process, HandleInfo handle) {
        return has(process) || objects.contains(handle.objectId());
    }

    boolean has(ObjectStatus object) {
        return all || objects.contains(object.objectId());
    }
}

package io.mailslot.benchmarks.race;

import io.mailslot.benchmarks.transport.Idle;
import io.mailslot.benchmarks.transport.Port;
import io.mailslot.benchmarks.transport.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a side has to do.
 *
 * @param role see {@link Side}
 * @param transport who carries the messages
 * @param folder of all sides of this run
 * @param numbers the particulars
 */
record Task(String role, Transport transport, Path folder, Map<String, Integer> numbers) {

    Task(String role, Transport transport, Path folder) {
        this(role, transport, folder, Map.of());
    }

    static Task parse(String[] arguments) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int i = 3; i < arguments.length; i++) {
            String[] pair = arguments[i].split("=");
            numbers.put(pair[0], Integer.valueOf(pair[1]));
        }
        return new Task(arguments[0], Transport.valueOf(arguments[1]), Path.of(arguments[2]), numbers);
    }

    List<String> arguments() {
        List<String> words = new ArrayList<>(List.of(role, transport.name(), folder.toString()));
        numbers.forEach((name, value) -> words.add(name + "=" + value));
        return words;
    }

    Task with(String name, int value) {
        Map<String, Integer> more = new LinkedHashMap<>(numbers);
        more.put(name, value);
        return new Task(role, transport, folder, more);
    }

    Task with(String newRole) {
        return new Task(newRole, transport, folder, numbers);
    }

    int number(String name) {
        Integer value = numbers.get(name);
        if (value == null) {
            throw new IllegalArgumentException(role + " needs " + name);
        }
        return value;
    }

    int number(String name, int absent) {
        return numbers.getOrDefault(name, absent);
    }

    Port port(String name) {
        return new Port(
                folder,
                name,
                number("size", Message.SMALL),
                number("index", 0),
                number("senders", 1),
                number("receivers", 1),
                number("broadcast", 0) == 1,
                number("yield", 0) == 1 ? Idle.YIELD : Idle.SPIN);
    }
}

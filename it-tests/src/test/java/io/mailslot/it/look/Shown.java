package io.mailslot.it.look;

import io.mailslot.api.Receiver;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What a look in a child has shown.
 *
 * @param numbers of the messages
 * @param next where the next look is to go on
 */
record Shown(ArrayList<Long> numbers, long next) implements Serializable {
    static Shown of(Receiver receiver, long from, int most) {
        ArrayList<Long> numbers = new ArrayList<>();
        long next = receiver.look(from, most, (number, message) -> numbers.add(number));
        return new Shown(numbers, next);
    }
}

package io.mailslot.inspect;

import java.util.List;

/**
 * What a home remembers of errors: those that came of damage, of something that had run out (4, 8, 89, 112, 1450), of
 * input and output (1117), of somebody who stood still (33), and what no call was told of. What a caller has asked wrongly is
 * none of them. It stays when all processes are dead, and when the home begins anew.
 *
 * @since 0.1.0
 */
public interface ErrorLogStatus {
    /** {@return each kind once, the one that was met last first} */
    List<ErrorStatus> errors();

    /** {@return how many errors of further kinds found no room in its 64 KiB, or were met when it was damaged} */
    long dropped();
}

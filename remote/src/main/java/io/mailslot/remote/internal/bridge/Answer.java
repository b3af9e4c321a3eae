package io.mailslot.remote.internal.bridge;

import io.mailslot.api.ErrorCode;
import io.mailslot.api.MailslotException;
import java.nio.charset.StandardCharsets;

/**
 * What the desk answers.
 *
 * @param code 0, or the code of the failure
 * @param text what was asked for, or the sentence of the failure
 */
record Answer(int code, String text) {
    static Answer of(String text) {
        return new Answer(0, text);
    }

    static Answer failure(ErrorCode code, String sentence) {
        return new Answer(code.value(), sentence);
    }

    static Answer failure(MailslotException thrown) {
        return failure(thrown.errorCode(), String.valueOf(thrown.getMessage()));
    }

    byte[] message() {
        return (Request.HEADER + "\n" + code + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }
}

package io.mailslot.it.model;

import io.mailslot.api.ErrorCode;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The model's way to say that a call fails. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Set<Integer> codes;

    /** Of several codes each is right. */
    Refusal(ErrorCode... codes) {
        super(Arrays.toString(codes), null, false, false);
        this.codes = Arrays.stream(codes).map(ErrorCode::value).collect(Collectors.toUnmodifiableSet());
    }

    Set<Integer> codes() {
        return codes;
    }
}

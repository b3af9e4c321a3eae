package io.mailslot.internal.home;

import java.util.Optional;

/**
 * Which homes are accepted, and how a new one is made.
 *
 * @param allowNetwork whether a home on a network file system is accepted
 * @param group the group that shares the home; none for a home of one user
 */
public record HomeRules(boolean allowNetwork, Optional<String> group) {
    /** A home of one user, on a file system of this machine. */
    public static final HomeRules PRIVATE = new HomeRules(false, Optional.empty());
}

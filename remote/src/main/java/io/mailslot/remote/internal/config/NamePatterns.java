package io.mailslot.remote.internal.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which mailslots of which computers are meant. Names are compared in their folded form. Immutable. */
public final class NamePatterns {
    private static final NamePatterns NONE = new NamePatterns(List.of());

    private final List<NamePattern> patterns;

    private NamePatterns(List<NamePattern> patterns) {
        this.patterns = patterns;
    }

    /** {@return patterns that mean nothing} */
    public static NamePatterns none() {
        return NONE;
    }

    /**
     * Reads patterns.
     *
     * @param texts each of the form {@code computer/name}
     * @return the patterns
     * @throws io.mailslot.api.InvalidArgumentException if one has not this form (87)
     */
    public static NamePatterns of(Collection<String> texts) {
        return new NamePatterns(
                texts.stream().map(NamePattern::parse).distinct().toList());
    }

    /**
     * Whether a mailslot of a computer is meant.
     *
     * @param computer its name; {@code *} is a computer that only patterns for every computer mean
     * @param name the mailslot's name in the bare form
     */
    public boolean matches(String computer, String name) {
        String foldedComputer = Names.fold(computer);
        String foldedName = Names.fold(name);
        return patterns.stream().anyMatch(pattern -> pattern.matches(foldedComputer, foldedName));
    }

    /** {@return whether a name of the computer is meant, whatever the name is} */
    public boolean hasAny(String computer) {
        String folded = Names.fold(computer);
        return patterns.stream()
                .anyMatch(pattern ->
                        pattern.isForAnyComputer() || pattern.computer().equals(folded));
    }

    /** {@return whether a mailslot is meant of some computer, whichever it is} */
    public boolean hasName(String name) {
        String folded = Names.fold(name);
        return patterns.stream().anyMatch(pattern -> pattern.matches(pattern.computer(), folded));
    }

    /** {@return whether a pattern has a star for the rest of the name} */
    public boolean hasPrefixes() {
        return patterns.stream().anyMatch(NamePattern::prefix);
    }

    /** {@return the names, folded, that stand in a pattern without a star for the rest, in their order} */
    public Set<String> exactNames() {
        return exactNames(pattern -> true);
    }

    /** {@return those of {@link #exactNames()} that are meant for every computer} */
    public Set<String> exactNamesOfAll() {
        return exactNames(NamePattern::isForAnyComputer);
    }

    private Set<String> exactNames(Predicate<NamePattern> which) {
        return patterns.stream()
                .filter(which)
                .filter(pattern -> !pattern.prefix())
                .map(NamePattern::name)
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
    }

    /** {@return the patterns, folded, as they are written} */
    public List<String> texts() {
        return patterns.stream().map(NamePattern::toString).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NamePatterns those && patterns.equals(those.patterns);
    }

    @Override
    public int hashCode() {
        return patterns.hashCode();
    }

    @Override
    public String toString() {
        return String.join(", ", texts());
    }
}

package io.mailslot.launcher.sync;

import io.mailslot.Kernel;
import io.mailslot.api.HomeException;
import io.mailslot.api.Timeouts;
import io.mailslot.api.WaitInterruptedException;
import io.mailslot.api.WaitResult;
import io.mailslot.api.WaitResult.Outcome;
import io.mailslot.api.Waitable;
import io.mailslot.inspect.HomeSnapshot;
import io.mailslot.launcher.look.NamedObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Waits for several things. For objects it sleeps, as any program does. Only a receiver can wait for a message, and this is none, or
 * it would keep the mailslot alive, and its name taken; so that is looked for again and again, and so is what is not there yet.
 */
final class WaitLoop {
    /** Between two looks; each costs some milliseconds. Who has waited for long, waits a bit longer for the next one. */
    private static final Duration SHORTEST = Duration.ofMillis(50);

    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int PART_OF_WAIT = 20;

    private final SyncContext context;

    /** Null if there are messages only. */
    private final Kernel kernel;

    private final List<Awaited> things;
    private final Limit limit;
    private final Talk talk;

    /** Null before the first look. */
    private HomeSnapshot seen;

    /** Whether the last look did. */
    private boolean fails;

    WaitLoop(SyncContext context, Kernel kernel, List<Awaited> things, Limit limit) {
        this.context = context;
        this.kernel = kernel;
        this.things = things;
        this.limit = limit;
        this.talk = new Talk(context, () -> "waiting for " + describe());
    }

    /** The home as it is; as it was when it was seen last if it cannot be looked at now, which is said once. */
    private HomeSnapshot look() {
        try {
            seen = NamedObject.home(context);
            fails = false;
        } catch (HomeException notNow) {
            if (seen == null) {
                throw notNow;
            }
            if (!fails) {
                context.say(notNow.getMessage() + "; going on to look for it");
            }
            fails = true;
        }
        return seen;
    }

    /** All of them, as they are now. */
    String describe() {
        HomeSnapshot home = look();
        return things.stream().map(thing -> thing.describe(home, kernel)).collect(Collectors.joining("; "));
    }

    /**
     * Waits.
     *
     * @param all whether for all of them at the same moment, or for the first
     * @return what has ended the wait; nothing if the time ran out
     */
    List<Awaited> await(boolean all) {
        // Also what has a name that nothing can have: looks would look for it for ever.
        things.forEach(thing -> thing.open(context, kernel));
        while (true) {
            boolean looks = things.stream().anyMatch(Awaited::isLookedFor);
            if (looks) {
                HomeSnapshot home = look();
                things.forEach(thing -> thing.look(home, context, kernel));
            }
            Duration pause = Limit.shorter(talk.silence(), looks ? untilNextLook() : Timeouts.FOREVER);
            Duration slice = Limit.shorter(limit.left(), pause);
            List<Awaited> ended = all ? awaitAll(slice) : awaitAny(slice);
            if (!ended.isEmpty() || limit.isOver()) {
                return ended;
            }
            talk.speak();
        }
    }

    private Duration untilNextLook() {
        Duration part = limit.spent().dividedBy(PART_OF_WAIT);
        return part.compareTo(SHORTEST) < 0 ? SHORTEST : Limit.shorter(part, LONGEST);
    }

    /** As for handles, of those that could end it the first one does. */
    private List<Awaited> awaitAny(Duration slice) {
        Awaited message =
                things.stream().filter(Awaited::hasArrived).findFirst().orElse(null);
        List<Awaited> open = things.stream()
                .filter(thing -> !thing.isLookedFor() && (message == null || thing.index() < message.index()))
                .toList();
        if (!open.isEmpty()) {
            WaitResult result = kernel.waitForAny(message == null ? slice : Duration.ZERO, objects(open));
            if (result.signaled()) {
                return List.of(open.get(result.index()).ended(result.outcome() == Outcome.ABANDONED));
            }
        } else if (message == null) {
            pause(slice);
        }
        return message == null ? List.of() : List.of(message.ended(false));
    }

    private List<Awaited> awaitAll(Duration slice) {
        List<Awaited> open =
                things.stream().filter(thing -> !thing.isLookedFor()).toList();
        if (!things.stream().allMatch(thing -> thing.hasArrived() || !thing.isLookedFor())) {
            pause(slice);
            return List.of();
        }
        int abandoned = -1;
        if (!open.isEmpty()) {
            WaitResult result = kernel.waitForAll(slice, objects(open));
            if (!result.signaled()) {
                return List.of();
            }
            abandoned = result.outcome() == Outcome.ABANDONED ? result.index() : -1;
        }
        Awaited left = abandoned < 0 ? null : open.get(abandoned);
        return things.stream().map(thing -> thing.ended(thing == left)).toList();
    }

    private static Waitable[] objects(List<Awaited> open) {
        return open.stream().map(Awaited::object).toArray(Waitable[]::new);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException signal) {
            Thread.currentThread().interrupt();
            throw new WaitInterruptedException("interrupted between two looks");
        }
    }
}

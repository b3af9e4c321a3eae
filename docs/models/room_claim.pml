/*
 * Who is let in first to the room of a full mailslot: a word names a process that has waited for long, and while it is
 * there others are refused as if there was no room. The code is RoomClaim in io.mailslot.internal.log and RoomWait in
 * io.mailslot.internal.slot.
 *
 * The mailslot has ROOM units, and is full. The first of W writers (2), each a process of its own, writes one message that
 * needs all of them, the others M (2) of one unit each. A reader takes what is there and gives its room back, but for FULL
 * units (0) that are never read. Who is refused claims, once the reader has read since its wait or its last claim began.
 * At any step a writer may be killed (DEATHS, 1), and has those woken who sleep (the reaper); or stand still for good
 * (STOPS, 0).
 *
 * The word on which writers sleep is the one of signal_word.pml, of which here are the sleeping bit and the sequence. Time
 * passes only when nobody can do anything: then who was refused for a claim looks again, and the reader has read nothing
 * for long.
 *
 * Properties: when nothing moves any more, nobody sleeps who could have room. It takes few looks to come there. While
 * somebody is named that nobody had reason to take away, each other writer appends at most once: it had looked before.
 *
 * What must fail:
 *   SLEEP_ON     who sleeps already when it is refused for a claim does not look again by itself
 *   NO_PROGRESS  a claim is not taken away though nothing is read any more
 *   NO_RECHECK   who is going to sleep does not try once more
 *   TELL_EARLY   the reader tells of room before it gives it back
 *   IGNORE       nobody is refused
 * Left out: room that a killed reader has not told of (UntoldRoom), and that one is let in after the other has waited for
 * long: what is found out late costs time only.
 */
#ifndef W
#define W 2
#endif
#ifndef M
#define M 2
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef STOPS
#define STOPS 0
#endif
#ifndef FULL
#define FULL 0
#endif
#define ROOM 2
#define MANY_LOOKS 8

byte room = 0;
byte unread = ROOM - FULL;
byte reads = 0;
byte claim = 0;          /* writer + 1 */

byte sequence = 0;
bool sleeping = false;

bool gone[W];
byte deaths = 0;
byte stops = 0;

/* for the checks alone */
byte named = 0;          /* as claim, but only taken away for a reason */
byte overtakes[W];       /* how often a writer has appended since */

inline signal() {
    atomic {
        if
        :: sleeping -> sleeping = false; sequence++
        :: else
        fi
    }
}

#define MAY_DIE if \
    :: deaths < DEATHS -> atomic { deaths++; gone[me] = true }; signal(); goto end \
    :: stops < STOPS -> atomic { stops++; gone[me] = true; goto end } \
    :: true \
    fi

inline takeAway() {
    atomic {
        if
        :: claim == first -> claim = 0
        :: else
        fi;
        if
        :: named == first -> named = 0
        :: else
        fi
    }
}

inline append() {
    refused = false;
#ifndef IGNORE
    first = claim;
    if
    :: first == 0 || first == me + 1
#ifdef NO_PROGRESS
    :: first != 0 && first != me + 1 && gone[first - 1] -> takeAway()
    :: first != 0 && first != me + 1 && !gone[first - 1] -> refused = true
#else
    :: first != 0 && first != me + 1 && (gone[first - 1] || looks) -> takeAway()
    :: first != 0 && first != me + 1 && !gone[first - 1] && !looks -> refused = true
#endif
    fi;
#endif
    looks = false;
    MAY_DIE;
    atomic {
        done = !refused && room >= need;
        first = 0;
        if
        :: done ->
            room = room - need; unread = unread + need;
            if
            :: named != 0 && named != me + 1 && !gone[named - 1] -> overtakes[me]++; assert(overtakes[me] <= 1)
            :: else
            fi
        :: else
        fi
    }
}

inline makeClaim() {
    atomic {
        if
        :: reads != begun && claim == 0 ->
            claim = me + 1; named = me + 1; begun = reads;
            who = 0;
            do
            :: who < W -> overtakes[who] = 0; who++
            :: else -> who = 0; break
            od
        :: else
        fi
    };
    MAY_DIE
}

proctype writer(byte me) {
    byte left = (me == 0 -> 1 : M);
    byte need = (me == 0 -> ROOM : 1);
    byte begun, kept, first, looked, who;
    bool refused, done, looks;
    do
    :: left == 0 -> break
    :: else ->
        begun = reads;
        do
        :: true ->
#ifdef NO_RECHECK
            append();
            if
            :: done -> break
            :: else
            fi;
            atomic { sleeping = true; kept = sequence };
#else
            atomic { sleeping = true; kept = sequence };
            append();
            if
            :: done -> break
            :: else
            fi;
#endif
            makeClaim();
            if
            :: sequence != kept
#ifndef SLEEP_ON
            :: timeout && refused -> atomic { looks = true; looked++; assert(looked < MANY_LOOKS) }
#endif
            :: timeout && room < need -> goto end        /* sleeps on, with its claim */
            fi
        od;
        atomic { left--; kept = 0; begun = 0; done = false };
        MAY_DIE;
        atomic {
            if
            :: claim == me + 1 -> claim = 0; named = 0
            :: else
            fi
        };
        signal()
    od;
end:
    atomic { left = 0; begun = 0; kept = 0; first = 0; looked = 0; refused = false; done = false; looks = false }
}

proctype reader() {
end_idle:
    do
    :: unread > 0 ->
        atomic { unread--; reads++ };
#ifdef TELL_EARLY
        signal();
        room++
#else
        room++;
        signal()
#endif
    od
}

init {
    byte i = 0;
    atomic {
        do
        :: i < W -> run writer(i); i++
        :: else -> break
        od;
        run reader()
    }
}

/*
 * Words of objects that are changed without the kernel lock, while the objects go and their entry is used again.
 *
 * One entry, which ends as generation LAST. A maker (control plane, under the kernel lock) frees the object in it and
 * makes the next one: generation, then word, then "there". Users of the first object change its word: a late one must
 * not change a later object. Every object begins with the same value, the worst case for who compares.
 *
 *   U users (2), LAST generations (3), CHANGES per user (2)
 *   KILL        a user may end at any step
 *   LOCK        users lock the word before they change it, and unlock it in one step with the change
 *
 * What must fail:
 *   NO_TAG      words are stored as they are
 *   EARLY_LOOK  whether the object is there is looked up before the word is read, not after it
 */
#ifndef U
#define U 2
#endif
#ifndef LAST
#define LAST 3
#endif
#ifndef CHANGES
#define CHANGES 2
#endif

#define VALUES 16
#ifdef NO_TAG
#define TAG(g) 0
#else
#define TAG(g) ((g) * VALUES)
#endif
#define STORED(g, value) (TAG(g) + (value))
#define VALUE(g, word) ((word) - TAG(g))
#define LOCKED 8

byte generation = 1;
bool there = true;
short word = STORED(1, 0);
byte owner = 0;          /* who has the word locked */

/* What users of the first object have done with it; its word must tell the same as long as it is there. */
byte made = 0;
byte stored_by = 1;      /* the generation whose word it is */
bool foreign = false;    /* somebody changed a later object */

#ifdef KILL
#define MAY_DIE :: true -> goto end
#else
#define MAY_DIE
#endif

proctype user(byte me) {
    short seen;
    byte changes = 0;
    bool current;
    do
    :: changes == CHANGES -> break
    MAY_DIE
    :: changes < CHANGES ->
#ifdef EARLY_LOOK
        current = there && generation == 1;
#endif
        seen = word;
#ifndef EARLY_LOOK
        current = there;
        current = current && generation == 1;
#endif
        if
        :: !current -> goto end              /* error 6 */
        :: else
        fi;
        if
        :: (VALUE(1, seen) & LOCKED) != 0 -> skip   /* locked by another one: look again */
        :: else ->
#ifdef LOCK
            if
            :: atomic { word == seen -> word = seen + LOCKED; owner = me; foreign = foreign || stored_by != 1 };
                if
                MAY_DIE
                :: true
                fi;
                atomic {
                    if
                    :: word == seen + LOCKED && owner == me ->
                        foreign = foreign || stored_by != 1;
                        word = seen + 1; owner = 0; made++
                    :: else                    /* it is not the caller's to unlock any more */
                    fi
                };
                changes++
            :: else
            fi
#else
            atomic {
                if
                :: word == seen ->
                    foreign = foreign || stored_by != 1;
                    word = seen + 1; made++; changes++
                :: else
                fi
            }
#endif
        fi
    od;
end:
    skip
}

proctype maker() {
    do
    :: true -> break         /* or goes no further */
    :: generation < LAST ->
        there = false;
        generation++;
        atomic { word = STORED(generation, 0); stored_by = generation };
        owner = 0;
        there = true
    od
}

init {
    byte i = 0;
    atomic {
        do
        :: i < U -> i++; run user(i)
        :: else -> break
        od;
        run maker()
    };
    _nr_pr == 1;
    assert(!foreign);
    /* the first object counts what was done; the last one is as it was made */
    assert(stored_by > 1 || (VALUE(1, word) & (LOCKED - 1)) == made);
    assert(generation == 1 || VALUE(generation, word) == 0);
}

/*
 * The end of a message log: two places in which the state after a document is kept in turn, and the document that is told
 * to be complete. Drawn in LogControlPage; the code is LogStates.
 *
 * Writers take the write lock, from each other and from the dead, and append: resume where another writer has been, begin,
 * complete (which is Chronicle's store), tell. An append may also fail once it has begun, or leave its segment, which moves
 * the position on without a document. Readers look for the end.
 *
 *   W writers (2) with M appends each (2), Q looks of the reader (1), DEATHS (1), ROLLS (1)
 *
 * Properties: a writer resumes with the state after the last complete document. What a reader finds is whole, is the state
 * after a complete document, and that is not before the last one whose writer had returned, or died, when it began to
 * look. A look has to begin anew only if another document was begun meanwhile: so nobody who stands still keeps it from an end.
 * Memory is sequentially consistent here; which stores are releases is said in the drawing.
 *
 * What must fail:
 *   NO_VERSION  a place is not odd while it is written
 *   SAME_PLACE  the state before is overwritten
 *   NO_VOID     what nobody will complete stays, and is found by who resumes in the next segment
 *   LEAVE_BLIND who leaves a segment that it was the last to complete a document of does not look whether others began one
 *   NO_TELL     who resumes does not tell what a dead writer has completed
 *   TELL_EARLY  a document is told before it is complete
 *   NO_ASK      only what is told counts
 *   TRUST       what is begun counts, complete or not
 *   LOAD_EARLY  the state is read before it is asked whether its document is complete
 *   ONE_LOOK    the version is not looked at again after the state was read
 */
#ifndef W
#define W 2
#endif
#ifndef M
#define M 2
#endif
#ifndef Q
#define Q 1
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef ROLLS
#define ROLLS 1
#endif
#define POSITIONS (W * M + ROLLS + 1)

/* the control page */
byte version[2];
byte document[2];
byte one[2];             /* a state of two words, to see a torn one; both the number of the append that made it */
byte two[2];
byte committed = 0;
byte lock = 0;           /* writer + 1 */

/* Chronicle's part */
byte position = 1;       /* of the next document */
bool complete[POSITIONS + 1];

/* for the checks alone */
byte truth[POSITIONS + 1];      /* which append has completed a document */
byte last = 0;           /* the last complete one */
byte settled = 0;        /* the last one whose writer has returned, or died */
byte appends = 0;
byte begins = 0;
byte deaths = 0;
byte rolls = 0;
bool dead[W];

#define WHOLE(p) (version[p] % 2 == 0)
#define MAY_DIE if :: deaths < DEATHS -> atomic { deaths++; dead[me] = true; goto end } :: true fi

inline resume() {
#ifndef NO_VOID
    if
    :: WHOLE(0) && document[0] >= pos -> version[0]++
    :: else
    fi;
    MAY_DIE;
    if
    :: WHOLE(1) && document[1] >= pos -> version[1]++
    :: else
    fi;
#endif
    MAY_DIE;
    if
    :: WHOLE(1) && !(WHOLE(0) && document[0] >= document[1]) -> place = 1
    :: else -> place = 0
    fi;
    assert(WHOLE(place));
    state = document[place]; number = one[place];
    assert(state == last && number == truth[last] && two[place] == number);
#ifndef NO_TELL
    if
    :: committed != state -> committed = state; settled = state
    :: else
    fi
#endif
}

inline begin() {
    atomic { appends++; number = appends };
#ifdef SAME_PLACE
    place = (document[0] == state -> 0 : 1);
#else
    place = (document[0] == state -> 1 : 0);
#endif
#ifndef NO_VERSION
    atomic { version[place] = version[place] + 1 - version[place] % 2; begins++ };
#else
    begins++;
#endif
    MAY_DIE;
    document[place] = pos;
    one[place] = number;
    MAY_DIE;
    two[place] = number;
    version[place] = version[place] + 2 - version[place] % 2;
    state = pos
}

proctype writer(byte me) {
    byte left = M;
    byte next = 0;
    byte pos, place, state, number;
    bool leaves;
    do
    :: left == 0 -> break
    :: left > 0 ->
        atomic { (lock == 0 || dead[lock - 1]) -> lock = me + 1 };
        pos = position;
        if
        :: rolls < ROLLS && pos > 1 -> leaves = true
        :: leaves = false
        fi;
        if
#ifdef LEAVE_BLIND
        :: pos == next
#else
        :: pos == next && !leaves
#endif
        :: else -> next = 0; resume()
        fi;
        next = 0;
        if
        :: leaves -> MAY_DIE; atomic { rolls++; position = pos + 1 }
        :: else ->
            begin();
            MAY_DIE;
#ifdef TELL_EARLY
            committed = pos;
#endif
            if
            :: left--                          /* fails; so may the next one, as long as there are appends left */
            :: atomic { complete[pos] = true; truth[pos] = number; last = pos; position = pos + 1; left-- };
                if
                :: deaths < DEATHS -> atomic { deaths++; dead[me] = true; settled = pos; goto end }
                :: committed = pos
                fi;
                atomic { settled = pos; next = pos + 1 }
            fi
        fi;
        atomic {
            lock = 0;
            pos = 0; place = 0; number = 0; leaves = false;
            if
            :: next == 0 -> state = 0      /* nobody looks at them again */
            :: else
            fi
        }
    od;
end:
    atomic { left = 0; next = 0; pos = 0; place = 0; state = 0; number = 0; leaves = false }
}

#ifdef NO_ASK
#define ASKED(d) false
#else
#ifdef TRUST
#define ASKED(d) true
#else
#define ASKED(d) complete[d]
#endif
#endif

inline load(p) {
    seen = version[p];
    found = document[p]; first_word = one[p]; second_word = two[p];
#ifdef ONE_LOOK
    ok = seen % 2 == 0
#else
    ok = seen % 2 == 0 && version[p] == seen
#endif
}

inline loadTold() {
    load(0);
    ok = ok && found == told;
    if
    :: ok
    :: else -> load(1); ok = ok && found == told
    fi
}

inline loadEnd() {
    other = (document[0] == told -> 1 : 0);
    begun = document[other];
#ifdef LOAD_EARLY
    load(other);
#endif
    if
    :: begun > told && ASKED(begun) ->
#ifndef LOAD_EARLY
        load(other);
#endif
        ok = ok && found == begun
    :: else -> loadTold()
    fi
}

proctype reader() {
    byte looks = Q;
    byte low, initial, told, other, begun, seen, found, first_word, second_word, before;
    bool ok;
    do
    :: looks == 0 -> break
    :: looks > 0 ->
        low = settled;
        atomic { initial = committed; told = initial; before = begins };
        do
        :: true ->
            if
            :: told == initial -> loadEnd()
            :: else -> loadTold()
            fi;
            if
            :: ok -> break
            :: else
            fi;
            assert(begins != before);
            atomic { told = committed; before = begins }
        od;
        atomic {
            assert(found >= low && found <= last);
            assert(found == 0 || complete[found]);
            assert(first_word == truth[found] && second_word == truth[found]);
            looks--;
            low = 0; initial = 0; told = 0; other = 0; begun = 0; seen = 0; found = 0;
            first_word = 0; second_word = 0; before = 0; ok = false
        }
    od
}

init {
    byte i = 0;
    atomic {
        version[1] = 1;
        do
        :: i < W -> run writer(i); i++
        :: else -> break
        od;
        run reader()
    }
}

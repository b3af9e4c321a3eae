/* Runs: one document of the queue announces a piece of the arena, and messages are then committed in it one by one.
 *
 * One lock, the log's write lock: a word that names its owner. Who has it looks whether a run is open that has room, and
 * appends there; else he seals the open run, if there is one, and only then looks for room and appends a document: a run,
 * in which his own message is the first, or a message of its own. A lock whose owner is dead is taken over; the new owner
 * first counts what is committed and not counted, and seals the run, whatever state it was in.
 *
 * What holds after a document lies in one of two places, used in turn: its number, the messages before and with it, and for
 * a run the word with its end: open, and how many messages are counted in it. So nothing of a run has to be carried over
 * when it is sealed: its place stays until the document after the next one begins.
 *
 * Any writer is killed at any step, those of a repair included. Readers copy, then move a cursor by compare-and-set. The
 * arena is used again from the start: what lies there looks like messages. Memory is sequentially consistent here: release
 * stores of header, tail word, document number and lock, and acquire loads of them, give the code that order.
 *
 * Properties: every reader gets the messages of each writer one after the other, none missing, none twice, none torn; at
 * the end each has every message whose write returned, and of a dead writer at most the message or batch that it was at,
 * whole; the count of messages is the number of them; no living writer waits for ever. In a log that drops its oldest
 * messages a reader misses whole segments, and knows how many messages that were.
 *
 * Dropping: a writer that finds no room gives the lock back, raises the lowest segment, which tells readers that what lies
 * below is not theirs any more, and then the floor of the arena, from where on writers may use the room again. It may die in
 * between. A reader looks at the floor after it has copied, and at the lowest segment before it believes the end of a run,
 * or that nothing is there. A reader that leaves a document moves the cursor, then tells that its room is free.
 *
 * W writers of M messages, R readers, G cursors, runs of up to K records (their size is chosen anew for each), an arena of
 * N reservations, segments of S documents, DEATHS writers killed; a cursor more than readers is that of a receiver that
 * sleeps. LARGE: messages of their own documents; BATCH: two at once; DROP: the oldest goes; CARRY: when all has come to rest
 * the lock is freed, as in a new home that knows none of the owners, and one more writes.
 *
 * Each of these leaves something out, or does it in another order, and must be found:
 *   NO_ZERO, NO_ZERO_FIRST  the header behind a record, or of a new run, is not cleared: readers take stale bytes
 *   COMMIT_EARLY            header before payload: torn
 *   NO_COUNT                who takes over does not count what is committed: lost
 *   COUNT_ONE               he counts one message of a batch
 *   NO_SEAL                 he goes on in the run, of which the document may not be there: lost
 *   NO_REPAIR               he does nothing
 *   OPEN_LATE               a run is marked open after its document: who dies between leaves one that nobody seals
 *   UNLOCK_EARLY            the lock is free before the run's first message: a second run is opened beside it
 *   SAME_SLOT               a state is stored over the one before it
 *   FIRST_FIRST             a batch is committed from its first message on: who dies leaves a part of it
 *   NO_CARRY_REPAIR         a new home frees the lock and repairs nothing
 *   NO_FLOOR                a copy is taken though its document was dropped: torn
 *   NO_LOOK_AT_END          the end of a run is believed though it was dropped: what was missed is not counted
 *   NO_LOOK_AT_NOTHING      that nothing is there is believed, too: a reader sleeps where nobody will ever write
 *   DROP_OPEN               a document is dropped that may be written to: wrong count of what was missed
 *   FLOOR_FIRST             the floor is raised before the lowest segment: as NO_LOOK_AT_END
 *   NO_FLOOR_REPAIR         the room that a dead writer has dropped and not given back stays away while a receiver sleeps
 */
#ifndef W
#define W 2
#endif
#ifndef R
#define R 1
#endif
#ifndef G
#define G R              /* R for broadcast, 1 if the readers share one */
#endif
#ifndef M
#define M 2
#endif
#ifndef K
#define K 2
#endif
#ifndef N
#define N 2
#endif
#ifndef S
#define S 1
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifdef CARRY
#define WRITERS (W + 1)
#else
#define WRITERS W
#endif
#define DOCS (WRITERS * M + DEATHS + 2)

#define HEADER(d, i) (((d) % N) * (K + 1) + (i))     /* one more for SEALED */
#define PLACE(d, i)  (((d) % N) * K + (i))
#define VALUE(w, n)  ((w) * M + (n) + 1)
#ifdef DROP
#define FREE(g, d)   (released[g] + N > (d) || floor + N > (d))
#else
#define FREE(g, d)   (cursorDocument[g] + N > (d))
#endif
#define ROOM(d)      (FREE(0, d) && FREE(G - 1, d))  /* every cursor has left the place */

#define NOTHING 0        /* a record header: not yet */
#define MESSAGE 1        /* in truth length + 1 */
#define SEALED  2        /* in truth -1: go on with the next document */
#define NONE    2        /* no slot */

/* Chronicle's part */
byte documents = 0;      /* complete ones */
bit  isRun[DOCS];

/* the arena: whatever was there before looks like a message */
byte header[N * (K + 1)];
byte first[N * K];       /* a payload of two words, to see a torn one */
byte second[N * K];

/* the control page */
byte lock = 0;           /* writer + 1: process record and generation */
byte slotDocument[2];    /* number + 1; 0 while the rest is being written */
byte slotMessages[2];    /* after the document, but for those in its run */
byte slotSize[2];        /* records that its run has room for */
bit  slotOpen[2];        /* the tail word: open, and how many records are counted: one store for both */
byte slotTail[2];
byte lowest = 0;         /* documents below are dropped: the begin of a segment */
byte floor = 0;          /* and their room is free */
byte before[DOCS + 1];   /* messages before a document, in its segment's description if it is the first one there */

byte cursorDocument[G];  /* one word with the next */
byte cursorMessage[G];
byte released[G];        /* documents below are not needed */
byte passed[G];
byte missed[G];

/* for the checks alone */
bit  dead[WRITERS];
bit  done[WRITERS];
byte returned[WRITERS];
byte flight[WRITERS];    /* messages of the write under way */
byte seen[G * WRITERS];
byte committed = 0;

/* The slot of the last document before the one to be written: a dead writer may have left one for that. */
#define LAST (slotDocument[1] <= documents && (slotDocument[0] > documents || slotDocument[1] > slotDocument[0]) -> 1 : 0)
#define TOTAL(s) (slotMessages[s] + slotTail[s])
#define OPEN_SLOT (slotOpen[0] -> 0 : (slotOpen[1] -> 1 : NONE))
#define RUN_OF(s) (slotDocument[s] - 1)

/* Under the lock, with room for k messages. A batch is there with the store of its first header. */
inline append(s, v, k) {
#ifdef COMMIT_EARLY
  atomic { header[HEADER(RUN_OF(s), slotTail[s])] = MESSAGE; committed = committed + k };
#endif
  first[PLACE(RUN_OF(s), slotTail[s])] = v;
  second[PLACE(RUN_OF(s), slotTail[s])] = v;
#ifdef BATCH
  if
  :: k == 2 ->
#ifdef FIRST_FIRST
     header[HEADER(RUN_OF(s), slotTail[s] + 1)] = NOTHING;
     atomic { header[HEADER(RUN_OF(s), slotTail[s])] = MESSAGE; committed++ };
#endif
     first[PLACE(RUN_OF(s), slotTail[s] + 1)] = v + 1;
     second[PLACE(RUN_OF(s), slotTail[s] + 1)] = v + 1;
     header[HEADER(RUN_OF(s), slotTail[s] + 2)] = NOTHING;
     header[HEADER(RUN_OF(s), slotTail[s] + 1)] = MESSAGE;
#ifdef FIRST_FIRST
     committed++
#endif
  :: else ->
#endif
#ifndef NO_ZERO
     header[HEADER(RUN_OF(s), slotTail[s] + 1)] = NOTHING;
#endif
#ifdef BATCH
  fi;
#endif
#ifndef COMMIT_EARLY
#ifdef FIRST_FIRST
  if
  :: k == 1 -> atomic { header[HEADER(RUN_OF(s), slotTail[s])] = MESSAGE; committed++ }
  :: else -> skip
  fi;
#else
  atomic { header[HEADER(RUN_OF(s), slotTail[s])] = MESSAGE; committed = committed + k };
#endif
#endif
  slotTail[s] = slotTail[s] + k
}

/* Under the lock. Every step may be made again by whoever comes after a death. */
inline seal(s) {
  header[HEADER(RUN_OF(s), slotTail[s])] = SEALED;
  slotOpen[s] = 0
}

/* What the new owner of the lock does after the death of the old one. */
inline repair(s) {
  s = OPEN_SLOT;
  if
  :: s != NONE ->
#ifndef NO_COUNT
     do
     :: header[HEADER(RUN_OF(s), slotTail[s])] == MESSAGE ->
        slotTail[s] = slotTail[s] + 1
#ifdef COUNT_ONE
        ; break
#endif
     :: else -> break
     od;
#endif
#ifdef NO_SEAL
     skip
#else
     seal(s)
#endif
  :: else -> skip
  fi
}

/* A look whether the owner lives and the compare-and-set are two steps; owners are unique and stay dead, so one here. */
inline take(id, s) {
  if
  :: atomic { lock == 0 -> lock = id + 1 }
  :: atomic { lock != 0 && dead[lock - 1] -> lock = id + 1 };
#ifndef NO_REPAIR
     repair(s)
#else
     skip
#endif
  fi
}

/* The state after the document to come, in the place that is not the last one's. */
inline store(d, s, messages, size) {
  slotDocument[s] = 0;
  slotTail[s] = 0;
  slotMessages[s] = messages;
  slotSize[s] = size;
  slotDocument[s] = d + 1
}

#define RAISE(word, to) atomic { if :: word < (to) -> word = (to) :: else -> skip fi }

/* Without the lock, and so beside others who do the same. The current segment is never dropped. */
inline drop(c, d) {
  c = lowest;
  if
#ifndef NO_FLOOR_REPAIR
  :: floor < c -> RAISE(floor, c)                /* of one who is dead, or stands still */
  :: floor >= c && c + S <= documents ->
#else
  :: c + S <= documents ->
#endif
#ifdef FLOOR_FIRST
     RAISE(floor, c + S);
#endif
#ifdef DROP_OPEN
     RAISE(lowest, documents + 1);
     RAISE(floor, documents + 1)
#else
     RAISE(lowest, c + S);
     RAISE(floor, c + S)
#endif
  :: else -> ROOM(d) || lowest != c
  fi
}

proctype writer(byte id) {
  byte n = 0;
  byte d = 0;
  byte s = NONE;
  byte t = 0;
  byte k = 1;
  bit large = 0;
  {
    do
    :: n == M -> break
    :: n < M ->
       if
       :: large = 0; k = 1
#ifdef LARGE
       :: large = 1; k = 1
#endif
#ifdef BATCH
       :: n + 2 <= M -> large = 0; k = 2
#endif
       fi;
       flight[id] = k;
again:
       take(id, s);
       s = OPEN_SLOT;
       if
       :: !large && s != NONE && slotTail[s] + k <= slotSize[s] -> append(s, VALUE(id, n), k); lock = 0; goto written
       :: else -> skip
       fi;
       if
       :: s != NONE -> seal(s)
       :: else -> skip
       fi;
       atomic { s = LAST; t = TOTAL(s); d = documents };
       assert(t == committed);
       before[d] = t;
       if
       :: !ROOM(d) ->                            /* full: give up what is locked, and try again when there is room */
          lock = 0;
#ifdef DROP
          drop(t, d);
#else
          ROOM(d);
#endif
          goto again
       :: else -> skip
       fi;
#ifdef SAME_SLOT
       s = LAST;
#else
       s = 1 - LAST;
#endif
       if
       :: large ->
          first[PLACE(d, 0)] = VALUE(id, n);
          second[PLACE(d, 0)] = VALUE(id, n);
          store(d, s, t + 1, 0);
          isRun[d] = 0;
          atomic { documents = d + 1; committed++ };
          lock = 0
       :: else ->
#ifndef NO_ZERO_FIRST
          header[HEADER(d, 0)] = NOTHING;
#endif
          if
          :: store(d, s, t, K)
          :: k < K -> store(d, s, t, K - 1)      /* runs differ in size */
          fi;
#ifndef OPEN_LATE
          slotOpen[s] = 1;
#endif
#ifdef UNLOCK_EARLY
          lock = 0;
#endif
          isRun[d] = 1;
          documents = d + 1;
#ifdef OPEN_LATE
          slotOpen[s] = 1;
#endif
#ifdef UNLOCK_EARLY
          goto again;
#endif
          append(s, VALUE(id, n), k);
          lock = 0
       fi;
written:
       atomic { returned[id] = returned[id] + k; n = n + k; large = 0; flight[id] = 0; k = 1; s = NONE; t = 0; d = 0 }
    od;
    done[id] = 1
  } unless { dead[id] }
}

#ifdef NO_LOOK_AT_NOTHING
#define WOKEN(d) false
#else
#define WOKEN(d) (lowest > (d))
#endif

/* From the end of a run. */
inline leave(d, m) {
  atomic {
    if
    :: cursorDocument[g] == d && cursorMessage[g] == m -> cursorDocument[g] = d + 1; cursorMessage[g] = 0
    :: else -> h = NOTHING
    fi
  };
#ifdef DROP
  if
  :: h == SEALED -> RAISE(released[g], d + 1)
  :: else -> skip
  fi
#endif
}

/* A reader copies, then moves the cursor over what it copied; only then the copy counts. */
proctype reader(byte g) {
  byte d = 0;
  byte m = 0;
  byte a = 0;
  byte b = 0;
  byte h = 0;
endless:
  do
#ifdef DROP
  :: atomic { lowest > cursorDocument[g] -> d = cursorDocument[g]; m = cursorMessage[g]; a = lowest };
     atomic {
       if
       :: cursorDocument[g] == d && cursorMessage[g] == m ->
          missed[g] = missed[g] + before[a] - passed[g];
          passed[g] = before[a];
          cursorDocument[g] = a;
          cursorMessage[g] = 0
       :: else -> a = 0
       fi
     };
     RAISE(released[g], a);
     goto next
#endif
  :: atomic { cursorDocument[g] < documents && cursorDocument[g] >= lowest -> d = cursorDocument[g]; m = cursorMessage[g] };
     if
     :: isRun[d] ->
endpoll:
        atomic { header[HEADER(d, m)] != NOTHING || cursorDocument[g] != d || cursorMessage[g] != m || WOKEN(d) ->
          h = header[HEADER(d, m)] };
        if
        :: h == NOTHING -> goto next
        :: h == SEALED ->
#if defined(DROP) && !defined(NO_LOOK_AT_END)
           if :: lowest > d -> goto next :: else -> skip fi;    /* may be of those who have the place now, a dead one's too */
#endif
           leave(d, m);
           goto next
        :: else -> skip
        fi
     :: else -> skip
     fi;
     if :: m >= K -> goto next :: else -> skip fi;   /* no header of this run any more: bounded by its end */
     a = first[PLACE(d, m)];
     b = second[PLACE(d, m)];
#ifndef NO_FLOOR
     if :: floor > d -> goto next :: else -> skip fi;
#endif
     atomic {
       h = NOTHING;
       if
       :: cursorDocument[g] == d && cursorMessage[g] == m ->
          if
          :: isRun[d] -> cursorMessage[g] = m + 1
          :: else -> cursorDocument[g] = d + 1; cursorMessage[g] = 0; h = SEALED
          fi;
          passed[g]++;
          assert(a == b && a > 0);
#ifdef DROP
          /* none twice, none out of order */
          assert((a - 1) % M >= seen[g * WRITERS + (a - 1) / M]);
          seen[g * WRITERS + (a - 1) / M] = (a - 1) % M + 1
#else
          /* exactly the next one of its writer: none lost, none twice, none out of order */
          assert((a - 1) % M == seen[g * WRITERS + (a - 1) / M]);
          seen[g * WRITERS + (a - 1) / M]++
#endif
       :: else -> skip
       fi
     };
#ifdef DROP
     if
     :: h == SEALED -> RAISE(released[g], d + 1)
     :: else -> skip
     fi;
#endif
next:
     atomic { d = 0; m = 0; a = 0; b = 0; h = 0 }
  od
}

/* kill -9, at any step of anybody */
proctype killer() {
  byte i = 0;
  do
  :: i < DEATHS ->
     if
     :: atomic { !done[0] && !dead[0] -> dead[0] = 1 }
     :: atomic { !done[1] && !dead[1] -> dead[1] = 1 }
#if W > 2
     :: atomic { !done[2] && !dead[2] -> dead[2] = 1 }
#endif
     :: break
     fi;
     i++
  :: else -> break
  od
}

/* When nobody can go on: the reaper, or a new home, repairs what a dead process left, and nothing is missing. */
proctype auditor() {
  byte w = 0;
  byte g = 0;
  byte s = NONE;
  byte sum = 0;
  timeout ->
  atomic {
    if
    :: lock != 0 -> assert(dead[lock - 1]);
#ifndef NO_CARRY_REPAIR
       repair(s);
#endif
       lock = 0
    :: else -> skip
    fi
  };
#ifdef CARRY
  run writer(W);
#endif
  timeout ->                                     /* readers pass a run that was just sealed */
  atomic {
    do
    :: g < G && g < R ->
       w = 0; sum = 0;
       do
       :: w < WRITERS ->
          assert(dead[w] || done[w]);            /* nobody waits for ever */
#ifndef DROP
          assert(seen[g * WRITERS + w] == returned[w]
            || dead[w] && seen[g * WRITERS + w] == returned[w] + flight[w]);
#endif
          sum = sum + seen[g * WRITERS + w];
          w++
       :: else -> break
       od;
#ifdef DROP
       assert(passed[g] == committed)            /* what was read and what was missed */
#else
       assert(sum == committed)
#endif
       ;
       assert(committed == TOTAL(LAST));
       g++
    :: else -> break
    od
  }
}

init {
  byte i = 0;
  atomic {
    do :: i < N * (K + 1) -> header[i] = MESSAGE; i++ :: else -> break od;
    i = 0;
    do :: i < W -> run writer(i); i++ :: else -> break od;
    i = 0;
    do :: i < R -> run reader(i % G); i++ :: else -> break od;
    run killer();
    run auditor()
  }
}

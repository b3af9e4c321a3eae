/* Leaving runs: who moves a receiver's cursor from the end of a run, and when the run's room is used again. How a run is
 * written and sealed tells run.pml; here that is one step each, and a run has K records, its place is one of N.
 *
 * A sender without room asks what the receivers in the chain still need. If that is too much, it moves every cursor that
 * stands at the end of a sealed run to the next document, then raises what that receiver has released, then tells the other
 * senders; it looks for room that a dead reader has not told of; else it sleeps until it is told.
 *
 * Two processes read by the same cursor: each looks, copies, and moves the cursor by compare-and-set; only then it frees and
 * tells. A reader that sleeps is woken by a message, not by the end of a run.
 *
 * A receiver joins, under the kernel lock, so one at a time: it takes the end of the log for its cursor and for what it has
 * released, is linked into the chain, of which the version is odd meanwhile, and only then is known to senders: so it takes
 * the end once more, raises first cursor, then released, and tells the senders. The chain is taken back if it dies.
 *
 * Of a place that is used again a look sees anything: a message, nothing, the end. Everybody may die at any step. A run may be
 * sealed before it is full: else a message is never looked for where garbage may lie.
 *
 * Properties: who takes a message has copied the next one, not what lies there since; at the end each receiver that lives has
 * all messages since it joined; no living sender waits for ever.
 *
 * W senders of M messages, P processes with the first cursor, J receivers that join (0 or 1), DEATHS.
 *
 * Each of these leaves something out, or does it in another order, and must be found:
 *   FREE_FIRST      a sender frees the run before it moves the cursor
 *   READER_FREES    a reader does
 *   STORE           a sender moves by a store, not by compare-and-set
 *   NO_LEAVE        senders move nobody
 *   NO_UNTOLD       senders do not look for what a dead reader has not told of
 *   ONE_LOOK        who joins does not look for the end again
 *   LOOK_EARLY      it does so before it is linked
 *   BACKWARD        it stores what it has found, wherever it was moved
 *   START_UNTOLD    it does not tell the senders
 *   NO_UNLINK       the chain is not repaired when it has died
 *
 * RELEASE_FIRST raises what it has released before its cursor: that harms nobody who reads, as the model tells; what depends
 * on the cursor only, the deleting of segments, is not in it.
 */
#ifndef W
#define W 1
#endif
#ifndef M
#define M 5
#endif
#ifndef K
#define K 2
#endif
#ifndef N
#define N 1
#endif
#ifndef P
#define P 1
#endif
#ifndef J
#define J 1
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#define DOCS 8          /* asserted */

#define NOTHING 0
#define MESSAGE 1
#define END     2

#define DOC(c)  ((c) / (K + 1))
#define NUM(c)  ((c) % (K + 1))
#define AT(d)   ((d) * (K + 1))
#define REUSED(d) (head > (d) + N)
#define THE_END (open -> AT(head - 1) + count[head - 1] : AT(head))

#define FIRST  0         /* who may die: two readers of receiver 0 */
#define SECOND 1
#define JOINER 2         /* receiver 1 */
#define SENDER 3
#define ALL (SENDER + W)

byte head = 0;           /* documents, each a run */
bit  open = 0;           /* the last one */
byte count[DOCS];
byte base[DOCS];         /* messages before */
byte total = 0;
byte lock = 0;           /* owner + 1 */

byte cursor[2];
byte released[2];        /* the document below which it needs nothing */
bit  linked = 0;         /* receiver 1; 0 always is */
bit  changing = 0;       /* the chain's version */
byte version = 0;

bit  told[W];            /* the room word */
bit  dead[ALL];
bit  done[W];
bit  joined = 0;
byte got[2];             /* for the checks: messages before the cursor */

inline tellRoom() {
  d_step { told[0] = 1;
#if W > 1
    told[1] = 1
#endif
  }
}

inline raise(word, value) {  /* a compare-and-set, again until it is as high */
  d_step {
    if
    :: word < (value) -> word = value
    :: else -> skip
    fi
  }
}

/* What lies at the message m of the document d. */
inline look(d, m, h) {
  atomic {
    if
    :: head <= d -> h = NOTHING
    :: head > d && REUSED(d) ->
       if
       :: h = NOTHING
       :: h = END
       :: m < K -> h = MESSAGE
       fi
    :: head > d && !REUSED(d) ->
       h = (m < count[d] -> MESSAGE : (open && d == head - 1 -> NOTHING : END))
    fi
  }
}

/* LogReader.find, from the cursor on, over the ends of runs: behind is 0, or the cursor behind the last one; h is what it came to. */
inline find(r, c, d, m, h, behind) {
  atomic { c = cursor[r]; d = DOC(c); m = NUM(c); look(d, m, h) };
  do
  :: h == END -> atomic { d = d + 1; m = 0; behind = AT(d); look(d, m, h) }
  :: else -> break
  od
}

/* Receivers.arenaPosition: of one chain, or not to be told, and then as it was asked before. */
inline ask(needed, v, x) {
  atomic { !changing || dead[JOINER] -> v = version; x = released[0] };
  atomic {
    x = (linked && released[1] < x -> released[1] : x);
    if
    :: version == v && !changing -> needed = x
    :: else -> skip
    fi;
    v = 0; x = 0
  }
}

#define HAS_ROOM (head < N || needed + N > head)

/* Appends; ok tells whether there was room. */
inline append(id, ok, needed, v, x) {
  atomic {
    lock == 0 || dead[lock - 1];
    if
    :: lock != 0 -> open = 0                     /* whoever takes over seals */
    :: else -> skip
    fi;
    if
    :: open && count[head - 1] < K -> count[head - 1]++; total++; lock = 0; ok = 1
    :: lock = SENDER + id + 1                    /* also where the run has room, for others but not for this one */
    fi
  };
  if
  :: ok -> skip
  :: else ->
     open = 0;
     if
     :: HAS_ROOM -> skip
     :: else -> ask(needed, v, x)
     fi;
     if
     :: atomic { HAS_ROOM -> assert(head < DOCS); base[head] = total; open = 1; head++ };
        atomic { count[head - 1]++; total++; lock = 0; ok = 1 }
     :: atomic { else -> lock = 0 }
     fi
  fi
}

/* UntoldRoom.leaveRun */
inline leaveRun(r, c, d, m, h, behind, any) {
  find(r, c, d, m, h, behind);
  if
  :: behind != 0 ->
#ifdef FREE_FIRST
     raise(released[r], DOC(behind));
#endif
     atomic {
       if
#ifdef STORE
       :: true -> cursor[r] = behind
#else
       :: cursor[r] == c -> cursor[r] = behind
       :: else -> behind = 0
#endif
       fi
     };
     if
     :: behind != 0 -> raise(released[r], DOC(behind)); any = 1
     :: else -> skip
     fi
  :: else -> skip
  fi;
  d_step { c = 0; d = 0; m = 0; h = 0; behind = 0 }
}

proctype sender(byte id) {
  byte n = 0;
  byte needed = 0;
  byte v = 0; byte x = 0;
  byte c = 0; byte d = 0; byte m = 0; byte h = 0; byte behind = 0;
  bit any = 0;
  bit ok = 0;
  {
    do
    :: n == M -> break
    :: n < M ->
again:
       told[id] = 0;
       append(id, ok, needed, v, x);
       if :: ok -> goto written :: else -> skip fi;
#ifndef NO_LEAVE
       leaveRun(0, c, d, m, h, behind, any);
       if
       :: linked -> leaveRun(1, c, d, m, h, behind, any)
       :: else -> skip
       fi;
       if
       :: any -> any = 0; tellRoom(); append(id, ok, needed, v, x);
          if :: ok -> goto written :: else -> skip fi
       :: else -> skip
       fi;
#endif
#ifndef NO_UNTOLD
       atomic { if :: released[0] < DOC(cursor[0]) -> released[0] = DOC(cursor[0]); any = 1 :: else -> skip fi };
       atomic { if :: linked && released[1] < DOC(cursor[1]) -> released[1] = DOC(cursor[1]); any = 1 :: else -> skip fi };
       if :: any -> any = 0; goto again :: else -> skip fi;
#endif
       told[id];
       goto again;
written:
       atomic { n++; ok = 0 }
    od;
    done[id] = 1
  } unless { dead[SENDER + id] }
}

/* ReceiverEnd, of receiver r. What a copy has is told when the cursor moves: till then its place may be used again. */
inline readAll(r, c, d, m, h, behind) {
  do
  :: true ->
endasleep:
     atomic { total > got[r] -> skip };
     find(r, c, d, m, h, behind);
     if
     :: behind != 0 ->
#ifdef READER_FREES
        raise(released[r], DOC(behind));
#endif
        atomic {
          if
          :: cursor[r] == c -> cursor[r] = behind
          :: else -> behind = 0
          fi
        };
        if
        :: behind != 0 -> raise(released[r], DOC(behind)); tellRoom()
        :: else -> skip
        fi
     :: behind == 0 && h == MESSAGE ->
        atomic {
          if
          :: cursor[r] == c -> cursor[r] = c + 1;
             assert(!REUSED(d));               /* it is what it has copied, */
             assert(base[d] + m == got[r]);    /* and the next one: none lost, none twice */
             got[r]++
          :: else -> h = NOTHING
          fi
        };
        if
        :: h == MESSAGE && m == 0 -> raise(released[r], d); tellRoom()
        :: h == MESSAGE && m != 0 -> tellRoom()
        :: else -> skip
        fi
     :: behind == 0 && h == NOTHING -> skip
     fi;
     d_step { c = 0; d = 0; m = 0; h = 0; behind = 0 }
  od
}

proctype reader(byte me) {
  byte c = 0; byte d = 0; byte m = 0; byte h = 0; byte behind = 0;
  { readAll(0, c, d, m, h, behind) } unless { dead[me] }
}

/* Creation.join */
proctype joiner() {
  byte c = 0; byte d = 0; byte m = 0; byte h = 0; byte behind = 0;
  {
    atomic { c = THE_END; got[1] = total };
    cursor[1] = c;
    released[1] = DOC(c);
#ifdef LOOK_EARLY
    atomic { c = THE_END; got[1] = total };
#endif
    atomic { changing = 1; version++ };
    linked = 1;
    atomic { changing = 0; version++ };
    tellRoom();
#ifndef ONE_LOOK
#ifndef LOOK_EARLY
    atomic { c = THE_END; got[1] = total };
#endif
#ifdef RELEASE_FIRST
    raise(released[1], DOC(c));
#endif
#ifdef BACKWARD
    cursor[1] = c;
#else
    raise(cursor[1], c);
#endif
    raise(released[1], DOC(c));
#ifndef START_UNTOLD
    tellRoom();
#endif
#endif
    atomic { joined = 1; c = 0 };
    readAll(1, c, d, m, h, behind)
  } unless {
    dead[JOINER];
#ifndef NO_UNLINK
    /* the next section repairs: its receiver goes */
    atomic { linked = 0; changing = 0; version++; tellRoom() }
#endif
  }
}

proctype killer() {
  byte i = 0;
  do
  :: i < DEATHS ->
     if
#if P > 1
     :: atomic { !dead[FIRST] -> dead[FIRST] = 1 }   /* the other one goes on */
#endif
#if J
     :: atomic { !dead[JOINER] -> dead[JOINER] = 1 }
#endif
     :: atomic { !dead[SENDER] && !done[0] -> dead[SENDER] = 1 }
     :: break
     fi;
     tellRoom();          /* the reaper */
     i++
  :: else -> break
  od
}

proctype auditor() {
  byte w = 0;
  timeout ->
  atomic {
    do
    :: w < W -> assert(done[w] || dead[SENDER + w]); w++
    :: else -> break
    od;
    assert(got[0] == total);
    assert(!J || dead[JOINER] || joined && got[1] == total)
  }
}

init {
  byte i = 0;
  atomic {
    run reader(FIRST);
#if P > 1
    run reader(SECOND);
#endif
#if J
    run joiner();
#endif
    do :: i < W -> run sender(i); i++ :: else -> break od;
    run killer(); run auditor()
  }
}

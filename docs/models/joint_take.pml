/*
 * How a wait for all takes from several objects at once, though whoever does may stand still or be killed at any step.
 * The code is JointTakes in io.mailslot.internal.wait, StateWord and SyncView in io.mailslot.internal.sync.
 *
 * W words, each a semaphore that counts CAP at first. P waiters take from all of them at once, ROUNDS times; each has one
 * decision: the number of its attempt, and whether that is undecided, committed or aborted. A word is a count, or a count
 * with the lock of an attempt: waiter and number. SETTERS take one from some word and give it back, and so meet locks.
 *
 * Nobody ever waits for anybody, so whoever stands still for ever, or is dead, is one whose next step is not taken: every
 * prefix of every order of steps is looked at. What must hold in each of them: a word has what it had at first, less what
 * was decided to be taken and more what was given back. A take of an attempt is decided for all words in one step.
 *
 * One step left out, to see that it is needed:
 *   NO_NUMBER      a lock does not tell the number of the attempt
 *   NO_DECISION    whoever has locked all takes, whether or not somebody has aborted that
 *   NO_ABORT       who meets a lock undoes it without having aborted the attempt
 *   ONLY_ABORT     who meets a lock undoes it also if the attempt is committed
 */
#ifndef W
#define W 2
#endif
#ifndef P
#define P 2
#endif
#ifndef SETTERS
#define SETTERS 1
#endif
#ifndef CAP
#define CAP 2
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif

#define UNDECIDED 0
#define COMMITTED 1
#define ABORTED 2
#define STATUS(d) ((d) & 3)

/* word = count + 4 * (0, or locker + 1) + 16 * number of the locker's attempt; decision = status + 4 * number */
#define COUNT(w) ((w) & 3)
#define LOCKED(w) ((((w) >> 2) & 3) != 0)
#define LOCKER(w) ((((w) >> 2) & 3) - 1)
#ifdef NO_NUMBER
#define LOCK(c, p, n) ((c) + 4 * ((p) + 1))
#define SAME(w, d) true
#else
#define LOCK(c, p, n) ((c) + 4 * ((p) + 1) + 16 * (n))
#define SAME(w, d) (((w) >> 4) == ((d) >> 2))
#endif
#define CAS(place, expected, value) if :: place == expected -> place = value :: else fi

byte word[W] = CAP;
byte decision[P] = ABORTED;
byte taken[W];

/* What is left of a word, once its lock is settled. */
#define IS_TAKEN(w) (LOCKED(w) && SAME(w, decision[LOCKER(w)]) && STATUS(decision[LOCKER(w)]) == COMMITTED)
#define LEFT(i) (COUNT(word[i]) - (IS_TAKEN(word[i]) -> 1 : 0))

/* Who meets a lock: has its attempt decided, and does what it has decided for this word. */
inline makeWay(i, seen, d) {
  d = decision[LOCKER(seen)];
#ifndef NO_ABORT
  if
  :: SAME(seen, d) && STATUS(d) == UNDECIDED ->
     atomic { CAS(decision[LOCKER(seen)], d, d + ABORTED); d = decision[LOCKER(seen)] }
  :: else
  fi;
#endif
#ifdef ONLY_ABORT
  atomic { CAS(word[i], seen, COUNT(seen)) };
#else
  if
  :: SAME(seen, d) && STATUS(d) == COMMITTED -> atomic { CAS(word[i], seen, COUNT(seen) - 1) }
  :: else -> atomic { CAS(word[i], seen, COUNT(seen)) }
  fi;
#endif
  d = 0
}

active [P] proctype Waiter() {
  byte n = 0;    /* number of the attempt */
  byte i, held;  /* words looked at, locked */
  byte seen, d;
  bool won;
  do
  :: n == ROUNDS -> break
  :: n < ROUNDS ->
     n++;
     decision[_pid] = 4 * n + UNDECIDED;
     held = 0;
     do
     :: held == W -> break
     :: held < W ->
        seen = word[held];
        if
        :: LOCKED(seen) -> makeWay(held, seen, d)
        :: !LOCKED(seen) && COUNT(seen) == 0 -> break
        :: !LOCKED(seen) && COUNT(seen) > 0 ->
           atomic {
             if
             :: word[held] == seen -> word[held] = LOCK(COUNT(seen), _pid, n); held++
             :: else
             fi
           }
        fi
     od;
     atomic {
#ifdef NO_DECISION
       won = (held == W);
#else
       won = (held == W && decision[_pid] == 4 * n + UNDECIDED);
#endif
       if
       :: won ->
          decision[_pid] = 4 * n + COMMITTED;
          i = 0;
          do
          :: i < W -> taken[i]++; i++
          :: else -> break
          od
       :: else -> CAS(decision[_pid], 4 * n + UNDECIDED, 4 * n + ABORTED)
       fi;
       i = 0
     }
     do
     :: i == held -> break
     :: i < held ->
        atomic {
          seen = word[i];
          if
          :: LOCKED(seen) && LOCKER(seen) == _pid && SAME(seen, 4 * n) ->
             word[i] = COUNT(seen) - (won -> 1 : 0)
          :: else
          fi;
          i++; seen = 0
        }
     od;
     i = 0; held = 0; won = false
  od
}

active [SETTERS] proctype Setter() {
  byte i, seen, d;
  bool mine = false;
  select (i : 0 .. W - 1);
  do
  :: seen = word[i];
     if
     :: LOCKED(seen) -> makeWay(i, seen, d)
     :: !LOCKED(seen) && !mine && COUNT(seen) == 0 -> break
     :: !LOCKED(seen) && !mine && COUNT(seen) > 0 ->
        atomic { if :: word[i] == seen -> word[i] = seen - 1; taken[i]++; mine = true :: else fi }
     :: !LOCKED(seen) && mine ->
        atomic { if :: word[i] == seen -> word[i] = seen + 1; taken[i]--; mine = false; d = 1 :: else fi };
        if
        :: d == 1 -> break
        :: else
        fi
     fi
  od
}

active proctype Monitor() {
  byte i;
  select (i : 0 .. W - 1);
end:
  atomic { LEFT(i) + taken[i] != CAP -> assert(false) }
}

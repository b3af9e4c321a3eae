/*
 * Sleeping and waking by signal words: what SignalWord, FutexSleeper and the reaper do.
 *
 *   word = 4 * sequence + announced bit * 2 + sleeping bit
 *
 * R receivers wait for messages. Each counts for itself what it has seen, as the receivers of a broadcast do, so that
 * a wake-up which one of them loses is not made good by another. Writer i publishes M messages and signals word
 * i % WORDS; every receiver sleeps on all words. The kernel's FUTEX_WAITV compares a word and puts the sleeper on its
 * list, one word after the other; with one word it is FUTEX_WAIT.
 *
 * With ANNOUNCE a writer may wake sleepers before it publishes. How long they look around then is left out: it is one
 * of the ways in which they may take their time before they prepare to sleep again.
 *
 * What may go wrong, each at any step:
 *   KILL           a writer is killed between publishing, clearing the bit and waking; then a reaper wakes, which may
 *                  be killed too before it has woken anybody, and another one begins again
 *   KILL_RECEIVER  receiver 0 is killed, asleep or not
 *   INTERRUPT      the last receiver is interrupted: it must leave, and the others must not suffer from it
 *
 * There are no time-outs in here. When nothing moves any more, nobody may sleep who has messages to see or has been
 * interrupted. README.md tells how to check that, and which steps can be left out to see the check fail.
 */
#ifndef R
#define R 2
#endif
#ifndef W
#define W 2
#endif
#ifndef M
#define M 2
#endif
#ifndef WORDS
#define WORDS 1
#endif

#define LAST (R - 1)
#define MINE (1 << id)

byte word[WORDS];
byte asleep[WORDS];          /* the kernel's list of each word, one bit for each receiver */
byte published = 0;
byte seen[R];
bool killed[R];
bool left[R];                /* has ended because of an interrupt */
bool interrupted = false;    /* the last receiver's flag */
bool listening = false;      /* between its begin() and end(), when an interrupt rings its bell */

inline leave_lists() {
  atomic {
    /* The locals are cleared because the checker tells states apart by them. */
    k = 0;
    do
    :: k < WORDS -> asleep[k] = asleep[k] & (255 - MINE); value[k] = 0; k++
    :: else -> break
    od;
    k = 0;
    v = 0
  }
}

/* Clears the bits of a word. Odd v tells that it was this process that did. */
inline move_on(w, v) {
  do
  :: atomic { v = word[w]; if :: (v & 3) == 0 -> break :: else -> skip fi };
     atomic { if :: word[w] == v -> word[w] = (v | 3) + 1; break :: else -> skip fi }
  od
}

inline kernel_wakes(w) { asleep[w] = 0 }

/* What the reaper and the bell do: wakes whatever the bit says. */
inline wake(w, v) {
  move_on(w, v);
#ifdef LAZY_WAKE
  if :: (v & 1) == 1 -> kernel_wakes(w) :: else -> skip fi
#else
  kernel_wakes(w)
#endif
}

/* Sets the bits of all words and keeps the values to sleep on. */
inline prepare() {
  do
  :: k == WORDS -> break
  :: atomic { k < WORDS -> v = word[k] };
     atomic {
       if
       :: (v & 1) == 1 -> value[k] = v; k++
       :: (v & 1) == 0 && word[k] == v -> word[k] = v + 1; value[k] = v + 1; k++
       :: else -> skip
       fi;
       v = 0
     }
  od
}

proctype receiver(byte id) {
  byte value[WORDS];
  byte k = 0;
  byte v = 0;
  {
again:
  do
  :: atomic { seen[id] < published -> seen[id] = seen[id] + 1 }
  :: else ->
     prepare();
#ifndef NO_RECHECK
     if
     :: seen[id] < published -> leave_lists(); goto again
     :: else -> skip
     fi;
#endif
#ifdef INTERRUPT
     if
     :: id == LAST ->
        if :: interrupted -> left[id] = true; goto over :: else -> skip fi;
        listening = true;
#ifndef NO_BELL_FOR_EARLY_INTERRUPTS
        if :: interrupted -> wake(0, v) :: else -> skip fi
#endif
     :: else -> skip
     fi;
#endif
     k = 0;
     do
     :: k == WORDS -> break
     :: k < WORDS ->
        atomic {
#ifdef BLIND_SLEEP
          asleep[k] = asleep[k] | MINE; k++
#else
          if
          :: word[k] == value[k] -> asleep[k] = asleep[k] | MINE; k++
          :: else -> break
          fi
#endif
        }
     od;
     if
     :: k < WORDS -> skip            /* a word has moved on: no sleep */
     :: else ->
end_asleep:
#if WORDS == 1
        (asleep[0] & MINE) == 0
#else
        (asleep[0] & MINE) == 0 || (asleep[1] & MINE) == 0
#endif
     fi;
     leave_lists();
#ifdef INTERRUPT
     if :: id == LAST -> listening = false :: else -> skip fi
#endif
  od;
over:
  skip
  } unless { killed[id] };
  leave_lists();
  if
  :: killed[id] ->
     /* It may have been about to wake others, by its bell. */
     k = 0;
     do
     :: k < WORDS -> wake(k, v); k++
     :: else -> break
     od
  :: else -> skip
  fi
}

proctype writer(byte id) {
  byte v = 0;
  byte n = 0;
  byte w = id % WORDS;
  do
  :: n == M -> goto over
  :: n < M ->
#ifdef ANNOUNCE
     v = word[w];
     if
     :: (v & 1) == 1 ->
        atomic { if :: word[w] == v -> word[w] = (v | 3) - 1 :: else -> v = 0 fi };
#ifdef KILL
        if :: goto dead :: skip fi;
#endif
        if :: (v & 1) == 1 -> kernel_wakes(w) :: else -> skip fi
     :: else -> skip
     fi;
     v = 0;
#ifdef KILL
     if :: goto dead :: skip fi;
#endif
#endif
#ifdef EARLY_LOOK
     v = word[w];                    /* as without the fence: the look at the bit overtakes the message */
     atomic { published++; n++ };
     if :: (v & 1) == 1 -> move_on(w, v) :: else -> skip fi;
#else
     atomic { published++; n++ };
#ifdef KILL
     if :: goto dead :: skip fi;
#endif
     move_on(w, v);
#endif
#ifdef KILL
     if :: goto dead :: skip fi;
#endif
     if :: (v & 1) == 1 -> kernel_wakes(w) :: else -> skip fi;
     v = 0
  od;
dead:
#ifndef NO_REAPER
  if :: move_on(w, v) :: skip fi;    /* the reaper that is killed half way, or none */
  wake(w, v);
#endif
over:
  skip
}

proctype misfortune() {
  byte v = 0;
#ifdef KILL_RECEIVER
  killed[0] = true;
#endif
#ifdef INTERRUPT
  interrupted = true;
  if :: listening -> wake(0, v) :: else -> skip fi;
#endif
  skip
}

/* Runs when nothing else can. */
proctype judge() {
  byte i = 0;
end_never:
  timeout;
  do
  :: i < R ->
     assert(seen[i] == published || killed[i] || left[i]);
#ifdef INTERRUPT
     assert(i != LAST || left[i] || killed[i]);
#endif
     i++
  :: else -> break
  od
}

init {
  byte i = 0;
  atomic {
    do :: i < R -> run receiver(i); i++ :: else -> break od;
    i = 0;
    do :: i < W -> run writer(i); i++ :: else -> break od;
    run misfortune();
    run judge()
  }
}

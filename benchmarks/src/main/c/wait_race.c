/*
 * Two processes that sleep on a futex over shared memory: what any way of waiting between processes could reach here.
 *
 *   wait_race receive FILE          prints p50 and p99 of the one-way time in nanoseconds
 *   wait_race send    FILE COUNT    prints those of the time that the sender is busy
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 64, SLOTS = 4096, MOST = 1 << 20 };
enum { WARM_UP, MEASURED, LAST };

struct message {
    int64_t number, sent_at, kind, rest[5];
};

struct shared {
    _Alignas(LINE) _Atomic uint32_t ready;
    _Alignas(LINE) _Atomic uint32_t sequence;
    _Alignas(LINE) struct message messages[SLOTS];
};

static int64_t nanos[MOST];

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void pause_for(int64_t duration) {
    struct timespec time = {duration / 1000000000, duration % 1000000000};
    nanosleep(&time, NULL);
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;
    return x < y ? -1 : x > y;
}

static void print(int count) {
    qsort(nanos, count, sizeof *nanos, compare);
    printf("%ld %ld\n", (long) nanos[count / 2], (long) nanos[count * 99L / 100]);
}

static void receive(struct shared *shared) {
    int count = 0;
    atomic_store(&shared->ready, 1);
    for (uint32_t seen = 0;; seen++) {
        while (atomic_load(&shared->sequence) == seen) {
            syscall(SYS_futex, &shared->sequence, FUTEX_WAIT, seen, NULL, NULL, 0);
        }
        struct message message = shared->messages[seen % SLOTS];
        int64_t came = now();
        if (message.number != seen) {
            fprintf(stderr, "message %ld came, not %u\n", (long) message.number, seen);
            exit(1);
        }
        if (message.kind == LAST) {
            print(count);
            return;
        }
        if (message.kind == MEASURED && count < MOST) {
            nanos[count++] = came - message.sent_at;
        }
    }
}

static int64_t send_one(struct shared *shared, int64_t number, int kind) {
    struct message message = {.number = number, .sent_at = now(), .kind = kind};
    shared->messages[number % SLOTS] = message;
    atomic_fetch_add(&shared->sequence, 1);
    syscall(SYS_futex, &shared->sequence, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
    return message.sent_at;
}

static void send(struct shared *shared, int count) {
    while (!atomic_load(&shared->ready)) {
        pause_for(1000000);
    }
    int64_t number = 0;
    for (; number < 1000; number++) {
        int64_t sent = send_one(shared, number, WARM_UP);
        while (now() - sent < 60000) {
        }
    }
    pause_for(300000000);
    for (int i = 0; i < count && i < MOST; i++) {
        pause_for(4000000 + rand() % 2000000);
        int64_t sent = send_one(shared, number++, MEASURED);
        nanos[i] = now() - sent;
    }
    pause_for(300000000);
    send_one(shared, number, LAST);
    print(count);
}

int main(int count, char **arguments) {
    int file = count < 3 ? -1 : open(arguments[2], O_RDWR | O_CREAT, 0600);
    if (file < 0 || ftruncate(file, sizeof(struct shared)) != 0) {
        perror("wait_race");
        return 2;
    }
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
    if (shared == MAP_FAILED) {
        perror("mmap");
        return 2;
    }
    if (strcmp(arguments[1], "receive") == 0) {
        receive(shared);
    } else {
        send(shared, atoi(arguments[3]));
    }
    return 0;
}

// Runs a program and tells what it took: a small parent, whose own memory does not count as the child's.
//
//     launch RESULT PROGRAM ARGUMENT…
//
// RESULT becomes one line: when it began (nanoseconds of the monotonic clock), wall and processor's time in
// microseconds, the most memory in KiB, and the exit code. A SIGTERM ends the program.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child;

static long nanoseconds() {
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

static long micros(const timeval& time) { return time.tv_sec * 1'000'000 + time.tv_usec; }

int main(int count, char** words) {
    if (count < 3) return 2;
    struct sigaction action = {};
    action.sa_handler = [](int) { kill(child, SIGKILL); };
    sigaction(SIGTERM, &action, nullptr);
    long began = nanoseconds();
    child = fork();
    if (child == 0) {
        execv(words[2], words + 2);
        _exit(127);
    }
    int status;
    rusage usage;
    while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    long ended = nanoseconds();
    FILE* result = fopen(words[1], "w");
    if (!result) return 1;
    fprintf(result, "%ld %ld %ld %ld %d\n", began, (ended - began) / 1000,
            micros(usage.ru_utime) + micros(usage.ru_stime), usage.ru_maxrss,
            WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    fclose(result);
}

#pragma once
#include <malloc.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

extern char **environ;

/// Swift refuses the global `environ`, since another thread could change it; this reads it once, at the start.
static inline char *const *relay_environment(void) { return environ; }

/// `sigaction`'s handler is a union behind a macro, which Swift does not see. The handler runs once and interrupts
/// a blocked read; a second signal then ends the process at once. A parent may have blocked the signal.
static inline int relay_on_signal(int number, void (*handler)(int)) {
  struct sigaction action = {0};
  action.sa_handler = handler;
  action.sa_flags = SA_RESETHAND;
  sigemptyset(&action.sa_mask);
  sigset_t mask;
  sigemptyset(&mask);
  sigaddset(&mask, number);
  sigprocmask(SIG_UNBLOCK, &mask, 0);
  return sigaction(number, &action, 0);
}

/// Writing to a closed pipe or beyond a limit returns an error instead of ending the process.
static inline void relay_let_writes_fail(void) {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

/// A descriptor that one thread rings and another waits for.
static inline int relay_bell(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

/// Rings it; a signal handler may.
static inline void relay_ring(int bell) {
  uint64_t rings = 1;
  if (write(bell, &rings, sizeof rings) < 0) {
    // It rings already.
  }
}

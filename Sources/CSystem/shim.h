#pragma once
#include <signal.h>
#include <unistd.h>

extern char **environ;

/// Swift refuses the global `environ`, since another thread could change it; this reads it once, at the start.
static inline char *const *relay_environment(void) { return environ; }

/// `sigaction`'s handler is a union behind a macro, which Swift does not see. The handler runs once and interrupts
/// a blocked read; a second signal then ends the process at once.
static inline int relay_on_signal(int number, void (*handler)(int)) {
  struct sigaction action = {0};
  action.sa_handler = handler;
  action.sa_flags = SA_RESETHAND;
  sigemptyset(&action.sa_mask);
  return sigaction(number, &action, 0);
}

/// Writing to a closed pipe returns an error instead of ending the process.
static inline void relay_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

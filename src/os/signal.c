/* signal: handlers that do two things that are safe in handlers: set a flag, write an eventfd.
 */
#include "os/signal.h"
#include "base/log.h"
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

static atomic_bool stopping;
static atomic_int wake_fd = -1;

void os_signal_stop(void)
{
    uint64_t one = 1;
    atomic_store(&stopping, true);
    int fd = atomic_load(&wake_fd);
    if (fd >= 0) {
        ssize_t rc = write(fd, &one, sizeof one);
        (void)rc; /* full means it was written before */
    }
}

static void on_stop(int sig)
{
    int saved = errno;
    if (sig == SIGINT && atomic_load(&stopping))
        _exit(130);
    os_signal_stop();
    errno = saved;
}

k_err os_signal_setup(void)
{
    struct sigaction stop = {.sa_handler = on_stop, .sa_flags = SA_RESTART};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (fd < 0) {
        k_log(K_ERROR, "signal_setup_failed", "why=\"no descriptor left\"");
        return K_ERR_BUSY;
    }
    int old = atomic_exchange(&wake_fd, fd);
    if (old >= 0)
        close(old);
    atomic_store(&stopping, false);
    sigemptyset(&stop.sa_mask);
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    return K_OK;
}

bool os_signal_stopping(void)
{
    return atomic_load(&stopping);
}

int os_signal_fd(void)
{
    return atomic_load(&wake_fd);
}

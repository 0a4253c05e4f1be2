/* process: posix_spawn with a pipe for what the program says. */
#include "os/process.h"
#include "os/error.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#define SAID_MAX 4096

static const char **joined_env(struct k_arena *a, const char *const more[])
{
    size_t n = 0, m = 0;
    while (environ[n])
        n++;
    while (more && more[m])
        m++;
    const char **all = k_new_n(a, const char *, n + m + 1);
    if (m)
        memcpy(all, more, m * sizeof *all); /* first: the first of two equal names counts */
    memcpy(all + m, environ, n * sizeof *all);
    return all;
}

static k_err spawn(const char *const argv[], const char **env, int said, pid_t *pid)
{
    posix_spawn_file_actions_t act;
    posix_spawnattr_t attr;
    sigset_t none, pipe_only;
    sigemptyset(&none); /* our threads block signals: the program must not inherit that */
    sigemptyset(&pipe_only);
    sigaddset(&pipe_only, SIGPIPE);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &pipe_only);
    posix_spawn_file_actions_init(&act);
    posix_spawn_file_actions_addopen(&act, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&act, said, 1);
    posix_spawn_file_actions_adddup2(&act, said, 2);
    int rc = posix_spawnp(pid, argv[0], &act, &attr, (char *const *)(uintptr_t)argv,
                          (char *const *)(uintptr_t)env);
    posix_spawn_file_actions_destroy(&act);
    posix_spawnattr_destroy(&attr);
    errno = rc;
    return rc == 0 ? K_OK : os_error("run", argv[0]);
}

/* Reads to the end; the last SAID_MAX bytes stay in p. */
static size_t read_last(int fd, char p[SAID_MAX])
{
    size_t n = 0;
    for (;;) {
        char more[1024];
        ssize_t got = read(fd, more, sizeof more);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return n;
        size_t add = (size_t)got, over = n + add > SAID_MAX ? n + add - SAID_MAX : 0;
        memmove(p, p + over, n - over);
        memcpy(p + n - over, more, add);
        n += add - over;
    }
}

static int wait_end(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

k_err os_process_run(struct k_arena *a, const char *const argv[], const char *const env[],
                     struct os_process_end *out)
{
    int fds[2];
    pid_t pid;
    *out = (struct os_process_end){.status = -1};
    if (pipe2(fds, O_CLOEXEC) != 0)
        return os_error("pipe", argv[0]);
    k_err err = spawn(argv, joined_env(a, env), fds[1], &pid);
    close(fds[1]);
    if (err == K_OK) {
        char said[SAID_MAX];
        size_t n = read_last(fds[0], said);
        out->status = wait_end(pid);
        out->said = k_dup(a, k_str_n(said, n));
    }
    close(fds[0]);
    return err;
}

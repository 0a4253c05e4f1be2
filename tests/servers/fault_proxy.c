/* fault_proxy --target HOST:PORT [--listen PORT] [--seed N] [--log FILE] [--only-path P]
 * [--only-method M] [--hold-ms N] [--retry-after S] [FAULT=CHANCE ...]: tests/kit/proxy as a
 * program for soak runs. Faults: refuse hold 429 429-wait 500 503 cut lost replay. Prints
 * {"port":N,"pid":N} when it is ready. SIGUSR1 ends the faults, SIGTERM and SIGINT the proxy;
 * at its end it prints how many of each there were, as JSON. */
#include "kit/proxy.h"
#include <errno.h>
#include <signal.h>
#include <unistd.h>

static bool take_option(struct proxy_config *c, const char *name, char *value)
{
    static const struct {
        const char *name;
        size_t at;
    } numbers[] =
        {
            {"--listen", offsetof(struct proxy_config, port)},
            {"--hold-ms", offsetof(struct proxy_config, hold_ms)},
            {"--retry-after", offsetof(struct proxy_config, retry_after_s)},
        },
      texts[] = {
          {"--log", offsetof(struct proxy_config, log)},
          {"--only-path", offsetof(struct proxy_config, only_path)},
          {"--only-method", offsetof(struct proxy_config, only_method)},
      };
    int64_t v;
    for (size_t i = 0; i < 3; i++)
        if (strcmp(name, numbers[i].name) == 0 && k_str_i64(k_str_z(value), &v)) {
            int n = (int)v;
            memcpy((char *)c + numbers[i].at, &n, sizeof n);
            return true;
        }
    for (size_t i = 0; i < 3; i++)
        if (strcmp(name, texts[i].name) == 0) {
            memcpy((char *)c + texts[i].at, &value, sizeof value);
            return true;
        }
    if (strcmp(name, "--seed") == 0)
        return k_str_u64(k_str_z(value), &c->seed);
    char *colon = strrchr(value, ':');
    if (strcmp(name, "--target") != 0 || !colon || !k_str_i64(k_str_z(colon + 1), &v))
        return false;
    *colon = 0;
    c->target_host = value;
    c->target_port = (int)v;
    return true;
}

static bool take_chance(struct proxy_config *c, const char *arg)
{
    k_str value = k_str_z(arg), name = k_str_cut(&value, '=');
    for (unsigned f = 1; f < PROXY_FAULTS; f++)
        if (k_str_eqz(name, proxy_fault_names[f]))
            return k_str_f64(value, &c->chance[f]) && c->chance[f] >= 0 && c->chance[f] <= 1;
    return false;
}

static bool take_arguments(struct proxy_config *c, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool option = strncmp(argv[i], "--", 2) == 0;
        bool ok = option ? i + 1 < argc && take_option(c, argv[i], argv[i + 1])
                         : take_chance(c, argv[i]);
        if (!ok) {
            fprintf(stderr, "fault_proxy: %s is not understood\n", argv[i]);
            return false;
        }
        i += option;
    }
    if (!c->target_host)
        fprintf(stderr, "fault_proxy: --target HOST:PORT is missing\n");
    return c->target_host != NULL;
}

int main(int argc, char **argv)
{
    struct proxy_config cfg = {0};
    sigset_t set;
    int got = 0;
    if (!take_arguments(&cfg, argc, argv))
        return 2;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    struct proxy *p = proxy_start(&cfg);
    if (p == NULL) {
        fprintf(stderr, "fault_proxy: cannot start: %s\n", strerror(errno));
        return 1;
    }
    printf("{\"port\":%d,\"pid\":%d}\n", proxy_port(p), (int)getpid());
    fflush(stdout);
    while (sigwait(&set, &got) == 0 && got == SIGUSR1)
        proxy_heal(p);
    printf("{");
    for (unsigned f = 0; f < PROXY_FAULTS; f++)
        printf("%s\"%s\":%llu", f ? "," : "", proxy_fault_names[f],
               (unsigned long long)proxy_count(p, f));
    printf("}\n");
    proxy_stop(p);
    return 0;
}

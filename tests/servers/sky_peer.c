/* sky_peer: tests/kit/sky_peer as a program, for soak runs. Prints {"port":N,"pid":N} when it
 * is ready; SIGTERM and SIGINT end it. What people say comes in by POST kith.test.say, and
 * kith.test.list tells what there is. */
#include "kit/sky_peer.h"
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    sigset_t set;
    int got = 0;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    struct sky_peer *sp = sky_peer_start(&k_clock_system);
    printf("{\"port\":%d,\"pid\":%d}\n", peer_port(sky_peer_http(sp)), (int)getpid());
    fflush(stdout);
    (void)sigwait(&set, &got);
    sky_peer_stop(sp);
    return 0;
}

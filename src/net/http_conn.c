/* http_conn: the open connections of the server, so that those that dawdle can be cut. The
 * parser's own time-out starts anew with each byte; here a request line and head must arrive
 * within one time, and bodies and answers must keep a lowest pace. A connection is only cut
 * (shutdown), never closed: its descriptor belongs to the parser, which tells before it closes
 * one. */
#include "net/address.h"
#include "net/http_impl.h"
#include <sys/socket.h>

static void opened(struct http_server *s, struct MHD_Connection *mc, void **context)
{
    struct http_conn *c = calloc(1, sizeof *c);
    if (c == NULL)
        k_panic("out of memory for a connection");
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(mc, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *peer =
        MHD_get_connection_info(mc, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    c->fd = fd ? fd->connect_fd : -1;
    address_write(peer ? peer->client_addr : NULL, c->address, sizeof c->address);
    atomic_store(&c->deadline, k_mono() + http_read_timeout(s));
    pthread_mutex_lock(&s->conns_lock);
    c->next = s->conns;
    if (c->next)
        c->next->prev = c;
    s->conns = c;
    pthread_mutex_unlock(&s->conns_lock);
    *context = c;
}

static void closed(struct http_server *s, void **context)
{
    struct http_conn *c = *context;
    if (c == NULL)
        return;
    pthread_mutex_lock(&s->conns_lock);
    if (c->prev)
        c->prev->next = c->next;
    else
        s->conns = c->next;
    if (c->next)
        c->next->prev = c->prev;
    pthread_mutex_unlock(&s->conns_lock);
    *context = NULL;
    free(c);
}

void http_conn_notify(void *srv, struct MHD_Connection *mc, void **context,
                      enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        opened(srv, mc, context);
    else
        closed(srv, context);
}

struct http_conn *http_conn_of(struct MHD_Connection *mc)
{
    const union MHD_ConnectionInfo *i =
        MHD_get_connection_info(mc, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return i ? i->socket_context : NULL;
}

void http_conn_cut(struct http_conn *c)
{
    shutdown(c->fd, SHUT_RDWR);
}

void http_conn_sweep(struct http_server *s, k_time mono)
{
    pthread_mutex_lock(&s->conns_lock);
    for (struct http_conn *c = s->conns; c; c = c->next) {
        k_time deadline = atomic_load(&c->deadline);
        if (deadline == 0 || deadline > mono)
            continue;
        k_log(K_DEBUG, "http_too_slow", "remote=%s", c->address);
        http_conn_cut(c);
        atomic_store(&c->deadline, 0);
    }
    pthread_mutex_unlock(&s->conns_lock);
}
